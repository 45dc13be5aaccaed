package io.jenkins.plugins.iac.jenkins.config;

import hudson.Extension;
import hudson.model.ManagementLink;
import hudson.util.FormValidation;
import io.jenkins.plugins.iac.catalog.DocumentField;
import io.jenkins.plugins.iac.catalog.Finding;
import io.jenkins.plugins.iac.catalog.LoadResult;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.POST;

/**
 * The catalog under Manage Jenkins: a page for each section, with a form for each object, and the whole document as
 * text. Only administrators get in: whoever writes the catalog decides who gets which credential.
 */
@Extension
public class CatalogManagement extends ManagementLink implements StaplerProxy {
    private static final int MOST_SHOWN = 20;
    private static final String URL = "iac-catalog";

    @Override
    public String getIconFileName() {
        return "symbol-git-network-outline plugin-ionicons-api";
    }

    @Override
    public String getDisplayName() {
        return Messages.CatalogManagement_displayName();
    }

    @Override
    public String getDescription() {
        return Messages.CatalogManagement_description();
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    @Override
    public Category getCategory() {
        return Category.SECURITY;
    }

    /** Nothing below is reached without permission. */
    @Override
    public Object getTarget() {
        checkPermission();
        return this;
    }

    void checkPermission() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
    }

    /** Where these pages are, from the root of the server. */
    static String path() {
        return Stapler.getCurrentRequest2().getContextPath() + "/manage/" + URL;
    }

    /** What a form was filled from. */
    static Sha256 version(String submitted) {
        try {
            return Sha256.parse(String.valueOf(submitted));
        } catch (IllegalArgumentException e) {
            throw HttpResponses.errorWithoutStack(HttpStatus.BAD_REQUEST, "this is not the form of this page");
        }
    }

    CatalogDocument document() {
        return IacGlobalConfiguration.get().current();
    }

    /** The document as maps and lists; empty where it has an error, which only its text can mend. */
    static Map<String, Object> plain(CatalogDocument document) {
        return document.result().isOk() ? document.result().catalog().toPlain() : Map.of();
    }

    public List<SectionPage> getSections() {
        return DocumentField.sections().stream()
                .map(s -> new SectionPage(this, s))
                .toList();
    }

    /** The pages of one section: {@code section/pools}. */
    public SectionPage getSection(String name) {
        return CatalogEdit.section(name).map(s -> new SectionPage(this, s)).orElse(null);
    }

    public String getVersion() {
        return document().version().toString();
    }

    public List<Finding> getErrors() {
        return document().result().errors();
    }

    public List<Finding> getWarnings() {
        return document().warnings(Instant.now());
    }

    /** The text of the document; after a refused save, the text that was refused. */
    public String getText() {
        return document().text();
    }

    /** Says what is wrong with a text before it is saved. */
    @POST
    public FormValidation doCheckDocument(@QueryParameter String document) {
        checkPermission();
        CatalogDocument checked = CatalogDocument.of(String.valueOf(document));
        LoadResult result = checked.result();
        if (!result.isOk()) {
            return FormValidation.error(lines(result.errors()));
        }
        String summary = "no errors: " + result.catalog().stacks().size() + " stacks, "
                + result.catalog().pools().size() + " pools";
        List<Finding> warnings = checked.warnings(Instant.now());
        return warnings.isEmpty()
                ? FormValidation.ok(summary)
                : FormValidation.warning(summary + "\n" + lines(warnings));
    }

    private static String lines(List<Finding> findings) {
        String more = findings.size() > MOST_SHOWN ? "\n... and " + (findings.size() - MOST_SHOWN) + " more" : "";
        return findings.stream().limit(MOST_SHOWN).map(Finding::toString).collect(Collectors.joining("\n")) + more;
    }

    /** Saves a text as it is, or shows it again with what is wrong. */
    @POST
    public void doSaveDocument(
            StaplerRequest2 request,
            StaplerResponse2 response,
            @QueryParameter String document,
            @QueryParameter String seenVersion)
            throws IOException, ServletException {
        checkPermission();
        if (document == null) {
            throw HttpResponses.errorWithoutStack(HttpStatus.BAD_REQUEST, "this is not the form of this page");
        }
        List<Finding> errors;
        try {
            String text = document.replace("\r\n", "\n");
            errors = IacGlobalConfiguration.get()
                    .replace(text, version(seenVersion))
                    .errors();
        } catch (IacException e) {
            errors = List.of(new Finding(0, 0, "", e.problem().sentence()));
        }
        if (errors.isEmpty()) {
            response.sendRedirect2(".");
            return;
        }
        response.setStatus(HttpStatus.BAD_REQUEST);
        request.setAttribute("refused", document);
        request.setAttribute("findings", errors);
        request.getView(this, "document").forward(request, response);
    }
}
