package io.jenkins.plugins.iac.jenkins.config;

import io.jenkins.plugins.iac.catalog.DocumentField;
import io.jenkins.plugins.iac.catalog.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The form for one object of a section. Getters are for the page. */
public final class EditPage {
    private final CatalogManagement management;
    private final DocumentField section;
    private final CatalogDocument document;
    private final String key;
    private final Map<String, Object> object;
    private final List<Finding> errors;

    /**
     * @param key name of the object as it is in the document, or empty for a new one
     * @param object what the fields are filled with
     * @param errors why it was not saved, or empty
     */
    EditPage(
            CatalogManagement management,
            DocumentField section,
            CatalogDocument document,
            String key,
            Map<String, Object> object,
            List<Finding> errors) {
        this.management = management;
        this.section = section;
        this.document = document;
        this.key = key;
        this.object = object;
        this.errors = errors;
    }

    public CatalogManagement getManagement() {
        return management;
    }

    public String getKey() {
        return key;
    }

    public String getSectionName() {
        return section.name();
    }

    public String getTitle() {
        return SectionPage.singular(section) + (key.isEmpty() ? "" : " " + key);
    }

    /** The document that the form was filled from. */
    public String getVersion() {
        return document.version().toString();
    }

    public List<Finding> getErrors() {
        return errors;
    }

    /** What is dangerous about the object as it was saved last. */
    public List<Finding> getWarnings() {
        int position = CatalogEdit.position(CatalogManagement.plain(document), section, key);
        String here = section.name() + "[" + position + "]";
        return document.warnings(Instant.now()).stream()
                .filter(w -> w.path().startsWith(here))
                .toList();
    }

    public List<FieldView> getFields() {
        Map<String, Object> plain = CatalogManagement.plain(document);
        int position = CatalogEdit.position(plain, section, key);
        String check = CatalogManagement.path() + "/section/" + section.name() + "/check/" + position + "/";
        return FieldView.of(section.fields(), object, "", new FormContext(plain, check));
    }
}
