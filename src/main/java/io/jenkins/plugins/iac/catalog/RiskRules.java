package io.jenkins.plugins.iac.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.plan.risk.RiskTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The catalog's rules of risk in the form of the table that they extend. */
final class RiskRules {
    private static final String NAME = "riskRules";

    private RiskRules() {}

    private static JsonNode of(Tree.Mapping document) {
        // Only this list is read: a document may have thousands of stacks.
        List<Tree.Entry> entries = document.entries().stream()
                .filter(entry -> entry.key().text().equals(NAME))
                .toList();
        List<?> rules = (List<?>)
                Export.record(Shapes.CATALOG, new Tree.Mapping(entries, 0, 0)).get(NAME);
        Map<String, Object> classes = new LinkedHashMap<>();
        List<Object> table = new ArrayList<>();
        for (Object rule : rules) {
            Map<String, Object> copy = new LinkedHashMap<>();
            ((Map<?, ?>) rule).forEach((key, value) -> copy.put(String.valueOf(key), value));
            Object meaning = copy.remove("meaning");
            if (meaning != null) {
                classes.put(String.valueOf(copy.get("class")), meaning);
            }
            table.add(copy);
        }
        return Json.tree(Map.of("classes", classes, "rules", table));
    }

    /**
     * Reads them as a plan's reader would; a rule that cannot be understood there is an error here.
     *
     * @return the rules as a table in JSON, or null where there are none or there is an error
     */
    static JsonNode check(Fields root, Tree.Mapping document, Findings findings) {
        List<Fields> rules = root.records(NAME);
        if (rules.isEmpty() || findings.hasErrors()) {
            return null;
        }
        JsonNode table = of(document);
        try {
            RiskTable.standard().plus(Json.write(table), NAME);
        } catch (IacException e) {
            Fields first = rules.get(0);
            findings.error(
                    first.tree(),
                    Path.ROOT.child(NAME),
                    e.problem().where() + ": " + e.problem().found(),
                    e.problem().expected(),
                    e.problem().next());
        }
        return table;
    }
}
