package io.jenkins.plugins.iac.jenkins.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import hudson.util.FormValidation;
import io.jenkins.plugins.iac.catalog.DocumentField;
import io.jenkins.plugins.iac.catalog.Finding;
import io.jenkins.plugins.iac.catalog.LoadResult;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jenkins.security.stapler.StaplerDispatchable;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.POST;

/**
 * The pages of one section of the document. Reached only through {@link CatalogManagement}, which lets nobody in without
 * permission; each action that writes asks again.
 */
public final class SectionPage {
    private static final int MOST_COLUMNS = 5;
    private static final int LONGEST_CELL = 80;

    private final CatalogManagement management;
    private final DocumentField section;

    SectionPage(CatalogManagement management, DocumentField section) {
        this.management = management;
        this.section = section;
    }

    public CatalogManagement getManagement() {
        return management;
    }

    public String getName() {
        return section.name();
    }

    public String getTitle() {
        return section.name().substring(0, 1).toUpperCase(Locale.ROOT)
                + section.name().substring(1);
    }

    public String getDescription() {
        return section.doc();
    }

    public String getSingular() {
        return singular(section);
    }

    static String singular(DocumentField section) {
        return switch (section.name()) {
            case "identities" -> "identity";
            case "policies" -> "policy";
            default -> section.name().replaceAll("s$", "");
        };
    }

    /** A symbol for the section. */
    public String getIcon() {
        String symbol =
                switch (section.name()) {
                    case "teams" -> "people";
                    case "environments" -> "layers";
                    case "identities" -> "key";
                    case "pools" -> "server";
                    case "scopes" -> "git-branch";
                    case "stacks" -> "cube";
                    case "rules" -> "shield-checkmark";
                    case "policies" -> "checkmark-done";
                    default -> "list";
                };
        return "symbol-" + symbol + "-outline plugin-ionicons-api";
    }

    /** What is dangerous in this section. */
    public List<Finding> getWarnings() {
        return management.getWarnings().stream()
                .filter(w -> w.path().startsWith(section.name()))
                .toList();
    }

    public int getCount() {
        return objects().size();
    }

    /** The first fields that any object of the section says something in. */
    public List<String> getColumns() {
        return section.fields().stream()
                .filter(f -> f.input() != DocumentField.Input.OBJECT && f.input() != DocumentField.Input.OBJECTS)
                .map(DocumentField::name)
                .filter(f -> objects().stream().anyMatch(o -> o.containsKey(f)))
                .limit(MOST_COLUMNS)
                .toList();
    }

    /** A row for each object: its key, then what stands in the columns. */
    public List<List<String>> getRows() {
        List<String> columns = getColumns();
        List<List<String>> rows = new ArrayList<>();
        for (Map<String, Object> object : objects()) {
            List<String> row = new ArrayList<>();
            row.add(String.valueOf(object.get(section.key())));
            columns.stream().skip(1).map(c -> cell(object.get(c))).forEach(row::add);
            rows.add(row);
        }
        return rows;
    }

    private static String cell(Object value) {
        String text = value == null
                ? ""
                : value instanceof List<?> list
                        ? String.join(", ", list.stream().map(String::valueOf).toList())
                        : String.valueOf(value);
        return text.length() > LONGEST_CELL ? text.substring(0, LONGEST_CELL) + "..." : text;
    }

    private List<Map<String, Object>> objects() {
        return CatalogEdit.objects(CatalogManagement.plain(management.document()), section);
    }

    /** The form; the request's {@code key} says of what, none for a new object. */
    @StaplerDispatchable
    public EditPage getEdit() {
        String key = Stapler.getCurrentRequest2().getParameter("key");
        CatalogDocument document = management.document();
        Map<String, Object> plain = CatalogManagement.plain(document);
        int position = CatalogEdit.position(plain, section, key);
        if (key != null && position < 0) {
            throw HttpResponses.notFound();
        }
        Map<String, Object> object =
                position < 0 ? Map.of() : CatalogEdit.objects(plain, section).get(position);
        return new EditPage(management, section, document, key == null ? "" : key, object, List.of());
    }

    /** Saves the form, or shows it again with what is wrong. */
    @POST
    public void doSave(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        management.checkPermission();
        JsonNode form = form(request);
        String key = form.path("seenKey").asText();
        Sha256 seen = CatalogManagement.version(form.path("seenVersion").asText());
        CatalogDocument before = management.document();
        Map<String, Object> plain = CatalogManagement.plain(before);
        Map<String, Object> object = FormValues.object(section.fields(), form);
        int position = CatalogEdit.position(plain, section, key.isEmpty() ? null : key);
        List<Finding> errors;
        try {
            LoadResult result =
                    IacGlobalConfiguration.get().replace(CatalogEdit.put(plain, section, position, object), seen);
            errors = result.errors();
        } catch (IacException e) {
            errors = List.of(new Finding(0, 0, "", e.problem().sentence()));
        }
        if (errors.isEmpty()) {
            response.sendRedirect2("./");
            return;
        }
        response.setStatus(HttpStatus.BAD_REQUEST);
        request.getView(new EditPage(management, section, before, key, object, errors), "index")
                .forward(request, response);
    }

    private static JsonNode form(StaplerRequest2 request) throws IOException {
        try {
            return Json.parse(String.valueOf(request.getParameter("json")));
        } catch (JsonProcessingException e) {
            throw HttpResponses.errorWithoutStack(HttpStatus.BAD_REQUEST, "this is not the form of this page");
        }
    }

    /** Removes an object, unless something still refers to it. */
    @POST
    public HttpResponse doDelete(@QueryParameter String key, @QueryParameter String version) {
        management.checkPermission();
        Map<String, Object> plain = CatalogManagement.plain(management.document());
        int position = CatalogEdit.position(plain, section, key);
        if (position < 0) {
            return HttpResponses.notFound();
        }
        LoadResult result;
        try {
            result = IacGlobalConfiguration.get()
                    .replace(CatalogEdit.remove(plain, section, position), CatalogManagement.version(version));
        } catch (IacException e) {
            return HttpResponses.errorWithoutStack(
                    HttpStatus.CONFLICT, e.problem().sentence());
        }
        return result.isOk()
                ? HttpResponses.redirectTo(".")
                : HttpResponses.errorWithoutStack(
                        HttpStatus.CONFLICT,
                        getSingular() + " " + key + " is still needed: "
                                + result.errors().get(0));
    }

    /**
     * Judges one value while it is typed: {@code check/POSITION/FIELD.FIELD} with the value as a parameter.
     *
     * @return ok, or what the loader will say on save
     */
    @POST
    public FormValidation doCheck(StaplerRequest2 request, @QueryParameter String value) {
        management.checkPermission();
        String[] way = request.getRestOfPath().split("/");
        if (way.length != 3 || !way[1].matches("-1|\\d{1,7}")) {
            throw HttpResponses.notFound();
        }
        Map<String, String> beside = new HashMap<>();
        String point = request.getParameter("point");
        if (point != null) {
            beside.put("point", point);
        }
        List<String> errors = FieldCheck.errors(
                CatalogManagement.plain(management.document()),
                section,
                Integer.parseInt(way[1]),
                Arrays.asList(way[2].split("\\.")),
                value,
                beside);
        return errors.isEmpty() ? FormValidation.ok() : FormValidation.error(String.join("; ", errors));
    }
}
