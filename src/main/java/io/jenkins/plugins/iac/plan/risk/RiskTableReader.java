package io.jenkins.plugins.iac.plan.risk;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.ChangeKind;
import io.jenkins.plugins.iac.model.IacException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads a risk table from YAML, of which JSON is a part. A rule that is not understood is an error, never left out. */
final class RiskTableReader {
    private static final Set<ChangeKind> ALTERING =
            EnumSet.of(ChangeKind.CREATE, ChangeKind.UPDATE, ChangeKind.REPLACE);
    private static final Set<String> RULE = Set.of("class", "types", "kinds", "where", "all", "any", "reason");
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9_*-]{1,200}");

    private final String where;

    private RiskTableReader(String where) {
        this.where = where;
    }

    static RiskTable read(String yaml, String where) {
        return new RiskTableReader(where).table(yaml);
    }

    private RiskTable table(String yaml) {
        JsonNode document = parse(yaml);
        Map<String, String> classes = new LinkedHashMap<>();
        document.path("classes")
                .fields()
                .forEachRemaining(e -> classes.put(e.getKey(), e.getValue().asText()));
        List<TypePattern> known = types(document.path("known"), "known");
        List<RiskRule> rules = new ArrayList<>();
        int number = 0;
        for (JsonNode rule : document.path("rules")) {
            rules.add(rule(rule, "rule " + ++number));
        }
        return new RiskTable(classes, rules, known);
    }

    private JsonNode parse(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        // No table needs an alias, and one that holds itself would never end.
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(20);
        try {
            JsonNode document = Json.tree(new Yaml(new SafeConstructor(options)).load(yaml));
            if (!document.isObject()) {
                throw bad("the file", "no object", "classes, known and rules");
            }
            return document;
        } catch (YAMLException e) {
            throw bad("the file", e.getMessage(), "YAML");
        }
    }

    private RiskRule rule(JsonNode rule, String name) {
        for (Iterator<String> names = rule.fieldNames(); names.hasNext(); ) {
            String member = names.next();
            if (!RULE.contains(member)) {
                throw bad(name, "the member " + member, "one of " + RULE);
            }
        }
        String cls = rule.path("class").asText("");
        List<TypePattern> types = types(rule.path("types"), name);
        if (cls.isEmpty() || types.isEmpty()) {
            throw bad(name, "no class or no types", "both");
        }
        Set<ChangeKind> on = EnumSet.noneOf(ChangeKind.class);
        for (JsonNode kind : rule.path("kinds")) {
            on.add(ChangeKind.of(kind.asText()).orElseThrow(() -> bad(name, "the kind " + kind, "a kind of change")));
        }
        List<RiskCondition> where = conditions(rule.path("where"), name);
        if (where.stream().anyMatch(RiskCondition::isAboutTheChange)) {
            throw bad(
                    name,
                    "a test of the change under where",
                    "is, in, isNot, notIn, contains, containsNot, present, absent or open");
        }
        List<RiskCondition> all = conditions(rule.path("all"), name);
        List<RiskCondition> any = conditions(rule.path("any"), name);
        String reason = rule.path("reason").asText("");
        if (reason.isEmpty() && !(where.isEmpty() && all.isEmpty() && any.isEmpty())) {
            throw bad(name, "conditions without a reason", "a reason");
        }
        return new RiskRule(cls, types, on.isEmpty() ? ALTERING : on, where, all, any, reason);
    }

    private List<TypePattern> types(JsonNode list, String name) {
        List<TypePattern> patterns = new ArrayList<>();
        for (JsonNode type : list) {
            if (!TYPE.matcher(type.asText()).matches()) {
                throw bad(name, "the type " + type, "letters, digits, _, - and *");
            }
            patterns.add(new TypePattern(type.asText()));
        }
        return patterns;
    }

    private List<RiskCondition> conditions(JsonNode list, String name) {
        List<RiskCondition> conditions = new ArrayList<>();
        for (JsonNode condition : list) {
            conditions.add(condition(condition, name));
        }
        return conditions;
    }

    private RiskCondition condition(JsonNode condition, String name) {
        String path = condition.path("path").asText("");
        RiskCondition.Test test = null;
        boolean ignoreUnknown = false;
        Set<String> values = new HashSet<>();
        for (Iterator<Map.Entry<String, JsonNode>> members = condition.fields(); members.hasNext(); ) {
            Map.Entry<String, JsonNode> member = members.next();
            if (member.getKey().equals("path")) {
                continue;
            }
            if (member.getKey().equals("unknown")) {
                ignoreUnknown = switch (member.getValue().asText()) {
                    case "ignored" -> true;
                    case "fires" -> false;
                    default -> throw bad(name, "unknown: " + member.getValue(), "ignored or fires");
                };
                continue;
            }
            if (test != null) {
                throw bad(name, "two tests in one condition", "one");
            }
            test = test(member.getKey(), name);
            JsonNode operand = member.getValue();
            if (operand.isArray()) {
                operand.forEach(v -> values.add(v.asText().toLowerCase(Locale.ROOT)));
            } else {
                values.add(operand.asText().toLowerCase(Locale.ROOT));
            }
        }
        if (path.isEmpty() || test == null) {
            throw bad(name, "a condition without path or test", "both");
        }
        try {
            return new RiskCondition(ValuePath.parse(path), test, values, ignoreUnknown);
        } catch (IllegalArgumentException e) {
            throw bad(name, e.getMessage(), "a path such as ingress[*].cidr_blocks[*]");
        }
    }

    private RiskCondition.Test test(String word, String name) {
        return switch (word) {
            case "is", "in" -> RiskCondition.Test.IN;
            case "isNot", "notIn" -> RiskCondition.Test.NOT_IN;
            case "contains" -> RiskCondition.Test.CONTAINS;
            case "containsNot" -> RiskCondition.Test.CONTAINS_NOT;
            case "present" -> RiskCondition.Test.PRESENT;
            case "absent" -> RiskCondition.Test.ABSENT;
            case "open" -> RiskCondition.Test.OPEN;
            case "grows" -> RiskCondition.Test.GROWS;
            case "shrinks" -> RiskCondition.Test.SHRINKS;
            case "less" -> RiskCondition.Test.LESS;
            case "changes" -> RiskCondition.Test.CHANGES;
            default ->
                throw bad(
                        name,
                        "the test " + word,
                        "is, in, isNot, notIn, contains, containsNot, present, absent, open, grows, shrinks, less or changes");
        };
    }

    private IacException bad(String place, String found, String expected) {
        return IacException.badInput("reading risk rules", where + ", " + place, found, expected, "see docs/risk.md");
    }
}
