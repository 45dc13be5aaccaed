package io.jenkins.plugins.iac.jenkins.config;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.User;
import hudson.model.listeners.SaveableListener;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.LoadResult;
import io.jenkins.plugins.iac.jenkins.IacPermissions;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * Keeps the catalog of this controller: one document, whatever edits it (forms, text, Configuration as Code). What is
 * kept has no error at the time of saving. Where it has one all the same (the file was edited by hand, the plugin grew
 * stricter) there is no catalog and everything that asks for it is refused.
 *
 * <p>Safe in any thread: readers see one immutable {@link CatalogDocument}, writers exclude each other.
 */
@Extension
@Symbol("iac")
public class IacGlobalConfiguration extends GlobalConfiguration {
    private static final Logger LOGGER = Logger.getLogger(IacGlobalConfiguration.class.getName());

    /** The document in YAML: the one thing that the configuration file holds. */
    private String document;

    private transient volatile CatalogDocument current;

    public IacGlobalConfiguration() {
        // Permissions have to be known before an authorisation strategy that grants them is shown.
        LOGGER.log(Level.FINE, "permissions of {0} are known", IacPermissions.GROUP.getId());
        load();
        current = document == null ? CatalogDocument.EMPTY : CatalogDocument.of(document);
        if (!current.result().isOk()) {
            LOGGER.log(
                    Level.SEVERE,
                    "the catalog has errors, so every run is refused: {0}",
                    current.result().errors());
        }
    }

    /** The one of this controller. */
    public static IacGlobalConfiguration get() {
        return ExtensionList.lookupSingleton(IacGlobalConfiguration.class);
    }

    /** The document as it is now. */
    public CatalogDocument current() {
        return current;
    }

    /**
     * The catalog that runs are judged by.
     *
     * @throws IacException of kind bad input if the document has an error
     */
    public Catalog catalog() {
        return current.result().orThrow();
    }

    /**
     * Puts another text in the place of the document, comments and all, if it has no error.
     *
     * @param seen version of the document that the author of the text has seen, or null to replace whatever is there
     * @return what came of reading the text; nothing is changed where it has an error
     * @throws IacException of kind refused if the document is no longer the one that was seen, of kind tool failed if it
     *     cannot be written; nothing is changed then
     */
    public LoadResult replace(String text, Sha256 seen) {
        return replace(CatalogDocument.of(text), seen);
    }

    /** Puts a document of plain maps and lists in the place of the current one; otherwise as the other {@code replace}. */
    public LoadResult replace(Map<String, Object> plain, Sha256 seen) {
        return replace(CatalogDocument.of(plain), seen);
    }

    private synchronized LoadResult replace(CatalogDocument next, Sha256 seen) {
        if (seen != null && !seen.equals(current.version())) {
            throw IacException.refused(
                    "saving the catalog",
                    "",
                    "a document that somebody else changed meanwhile",
                    "the one that this page was filled from",
                    "reload the page and make the change again");
        }
        if (next.result().isOk()) {
            LOGGER.log(Level.INFO, "catalog {0} replaced by {1} by {2}", new Object[] {
                current.version(), next.version(), author()
            });
            write(next);
            current = next;
        }
        return next.result();
    }

    /** {@link #save()} only logs that a disk is full; nobody may believe that a catalog is kept which is not. */
    private void write(CatalogDocument next) {
        String before = document;
        try {
            document = next.text();
            getConfigFile().write(this);
        } catch (IOException | RuntimeException e) {
            document = before;
            throw new IacException(
                    IacException.Kind.TOOL_FAILED,
                    new Problem(
                            "saving the catalog",
                            getConfigFile().getFile().getName(),
                            String.valueOf(e.getMessage()),
                            "a file that can be written",
                            "make room or correct the permissions, then save again"),
                    List.of(),
                    e);
        }
        SaveableListener.fireOnChange(this, getConfigFile());
    }

    private static String author() {
        User user = User.current();
        return user == null ? "the system" : user.getId();
    }

    /** The section on the system page only shows the way to the catalog's own pages; it has nothing to submit. */
    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) {
        return true;
    }

    @Override
    public String getDisplayName() {
        return "IaC Runners";
    }

    // What follows is how Configuration as Code sees the document: a section each.

    /** People whose votes count together. */
    public CatalogSection getTeams() {
        return section("teams");
    }

    public void setTeams(CatalogSection teams) {
        put("teams", teams);
    }

    /** Environments and what protects them. */
    public CatalogSection getEnvironments() {
        return section("environments");
    }

    public void setEnvironments(CatalogSection environments) {
        put("environments", environments);
    }

    /** Cloud roles that runs may assume. */
    public CatalogSection getIdentities() {
        return section("identities");
    }

    public void setIdentities(CatalogSection identities) {
        put("identities", identities);
    }

    /** Agents and what may run on them. */
    public CatalogSection getPools() {
        return section("pools");
    }

    public void setPools(CatalogSection pools) {
        put("pools", pools);
    }

    /** What stacks inherit. */
    public CatalogSection getScopes() {
        return section("scopes");
    }

    public void setScopes(CatalogSection scopes) {
        put("scopes", scopes);
    }

    /** What is run. */
    public CatalogSection getStacks() {
        return section("stacks");
    }

    public void setStacks(CatalogSection stacks) {
        put("stacks", stacks);
    }

    /** Admission rules. */
    public CatalogSection getRules() {
        return section("rules");
    }

    public void setRules(CatalogSection rules) {
        put("rules", rules);
    }

    /** Policies at the points of a run. */
    public CatalogSection getPolicies() {
        return section("policies");
    }

    public void setPolicies(CatalogSection policies) {
        put("policies", policies);
    }

    /** What counts as a risk beside the table of the program. */
    public CatalogSection getRiskRules() {
        return section("riskRules");
    }

    public void setRiskRules(CatalogSection rules) {
        put("riskRules", rules);
    }

    /** External checks. */
    public CatalogSection getRunTasks() {
        return section("runTasks");
    }

    public void setRunTasks(CatalogSection runTasks) {
        put("runTasks", runTasks);
    }

    /** Variable sets. */
    public CatalogSection getContexts() {
        return section("contexts");
    }

    public void setContexts(CatalogSection contexts) {
        put("contexts", contexts);
    }

    /** How often drift is looked for. */
    public CatalogSection getDriftSchedules() {
        return section("driftSchedules");
    }

    public void setDriftSchedules(CatalogSection schedules) {
        put("driftSchedules", schedules);
    }

    /** Drift that is accepted for a time. */
    public CatalogSection getDriftSuppressions() {
        return section("driftSuppressions");
    }

    public void setDriftSuppressions(CatalogSection suppressions) {
        put("driftSuppressions", suppressions);
    }

    /** Times in which changes by hand are expected. */
    public CatalogSection getEmergencies() {
        return section("emergencies");
    }

    public void setEmergencies(CatalogSection emergencies) {
        put("emergencies", emergencies);
    }

    /** Copies of the evidence log. */
    public CatalogSection getEvidenceCopies() {
        return section("evidenceCopies");
    }

    public void setEvidenceCopies(CatalogSection copies) {
        put("evidenceCopies", copies);
    }

    private CatalogSection section(String name) {
        LoadResult result = current.result();
        return new CatalogSection(
                name, result.isOk() ? result.catalog().toPlain().get(name) : null);
    }

    private synchronized void put(String name, CatalogSection section) {
        Map<String, Object> plain = new LinkedHashMap<>(catalog().toPlain());
        plain.put(name, section.plain());
        replace(plain, null).orThrow();
    }
}
