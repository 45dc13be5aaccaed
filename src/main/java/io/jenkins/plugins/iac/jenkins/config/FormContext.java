package io.jenkins.plugins.iac.jenkins.config;

import io.jenkins.plugins.iac.catalog.DocumentField;
import java.util.List;
import java.util.Map;

/**
 * What the fields of one form have in common.
 *
 * @param document the document as it is
 * @param checkBase URL under which values are judged, ending in a slash
 */
record FormContext(Map<String, Object> document, String checkBase) {
    private static final int MOST_NAMES = 200;

    /** The names in a section, or none where they are too many to choose from. */
    List<String> names(String sectionName) {
        if (sectionName == null) {
            return List.of();
        }
        DocumentField section = CatalogEdit.section(sectionName).orElseThrow();
        List<Map<String, Object>> objects = CatalogEdit.objects(document, section);
        return objects.size() > MOST_NAMES
                ? List.of()
                : objects.stream()
                        .map(o -> String.valueOf(o.get(section.key())))
                        .toList();
    }

    String checkUrl(String path) {
        return checkBase + path;
    }
}
