package io.jenkins.plugins.iac.plan.risk;

import io.jenkins.plugins.iac.plan.PlanJsonReader;
import io.jenkins.plugins.iac.plan.PlanLimits;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.plan.Risk;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Changes of a plan as JSON, and what the table says of them. */
final class Changes {
    private Changes() {}

    static PlanSummary read(RiskTable table, Map<String, String> dataClasses, String... changes) {
        String plan = "{\"resource_changes\":[" + String.join(",", changes) + "]}";
        return new PlanJsonReader(PlanLimits.SUMMARY, table.judge(dataClasses))
                .read(new ByteArrayInputStream(plan.getBytes(StandardCharsets.UTF_8)), "test");
    }

    static List<Risk> risks(String... changes) {
        return read(RiskTable.standard(), Map.of(), changes).risk().items();
    }

    static Set<String> classes(String change) {
        return risks(change).stream().map(Risk::cls).collect(Collectors.toCollection(TreeSet::new));
    }

    static String change(String type, String actions, String before, String after, String more) {
        String list = "\"" + actions.replace(",", "\",\"") + "\"";
        return "{\"address\":\"" + type + ".x\",\"type\":\"" + type + "\",\"name\":\"x\",\"change\":{\"actions\":["
                + list + "],\"before\":" + before + ",\"after\":" + after + more + "}}";
    }

    static String change(String type, String actions, String before, String after) {
        return change(type, actions, before, after, "");
    }

    static String policy(String statements) {
        return "{\"policy\":\"{\\\"Statement\\\":[" + statements.replace("\"", "\\\"") + "]}\"}";
    }
}
