package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Nearest;
import io.jenkins.plugins.iac.model.PolicyRule;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.plan.PlanJsonReader;
import io.jenkins.plugins.iac.plan.PlanLimits;
import io.jenkins.plugins.iac.plan.risk.RiskTable;
import io.jenkins.plugins.iac.policy.Fact;
import io.jenkins.plugins.iac.policy.FactType;
import io.jenkins.plugins.iac.policy.Facts;
import io.jenkins.plugins.iac.policy.Point;
import io.jenkins.plugins.iac.policy.Policies;
import io.jenkins.plugins.iac.policy.PolicyResult;
import io.jenkins.plugins.iac.policy.Vocabulary;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Tests of a catalog's policies: facts in, expected answer. Judged by the same engine as a run; a fact that a test does not
 * give is unknown, as it would be in a run. A policy that no test names is told, so that a set cannot lose its tests in
 * silence.
 */
public final class PolicySuite {
    private static final Set<String> MEMBERS =
            Set.of("name", "policy", "facts", "plan", "dataClasses", "expect", "reason");
    private static final Set<String> EXPECT = Set.of("pass", "fail", "unknown");

    private final Catalog catalog;
    private final Path directory;

    /** @param directory against which files of plans are resolved */
    public PolicySuite(Catalog catalog, Path directory) {
        this.catalog = catalog;
        this.directory = directory;
    }

    /**
     * One test as it went.
     *
     * @param found {@code pass}, {@code fail} or {@code unknown}
     * @param reason what the engine said
     */
    public record Result(String name, String policy, String expected, String found, String reason, Duration time) {
        /** Whether the policy answered as the test expects. */
        public boolean passed() {
            return expected.equals(found);
        }
    }

    /** All tests of one file, and the policies that none of them names. */
    public record Report(List<Result> results, List<String> untested) {
        public Report {
            results = List.copyOf(results);
            untested = List.copyOf(untested);
        }

        /** How many did not go as expected. */
        public long failures() {
            return results.stream().filter(r -> !r.passed()).count();
        }
    }

    /**
     * Runs all tests of a document.
     *
     * @param yaml YAML or JSON with {@code tests}
     * @throws IacException of kind BAD_INPUT naming the test that cannot be understood
     */
    public Report run(String yaml, String where) {
        JsonNode tests = parse(yaml, where).path("tests");
        if (!tests.isArray() || tests.isEmpty()) {
            throw bad(where, "no tests", "a list under tests");
        }
        List<Result> results = new ArrayList<>();
        for (JsonNode test : tests) {
            results.add(test(test, where));
        }
        List<String> untested = catalog.policies().stream()
                .map(PolicyRule::name)
                .filter(name -> results.stream().noneMatch(r -> r.policy().equals(name)))
                .toList();
        return new Report(results, untested);
    }

    private Result test(JsonNode test, String file) {
        String name = test.path("name").asText("");
        String where = file + ", test " + (name.isEmpty() ? "without a name" : name);
        test.fieldNames().forEachRemaining(member -> {
            if (!MEMBERS.contains(member)) {
                throw bad(
                        where,
                        "the member " + member,
                        "one of " + String.join(", ", MEMBERS.stream().sorted().toList()));
            }
        });
        String expected = test.path("expect").asText("");
        if (name.isEmpty() || !EXPECT.contains(expected)) {
            throw bad(
                    where,
                    name.isEmpty() ? "no name" : "expect: " + expected,
                    "a name, and expect: pass, fail or unknown");
        }
        String wanted = test.path("policy").asText("");
        PolicyRule policy = catalog.policies().stream()
                .filter(p -> p.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> {
                    String nearest = Nearest.of(
                            wanted,
                            catalog.policies().stream().map(PolicyRule::name).toList());
                    return bad(
                            where,
                            "the policy '" + wanted + "', which the catalog has not",
                            nearest == null ? "a policy of the catalog" : nearest);
                });
        Point point = Point.of(policy.point()).orElseThrow();
        Vocabulary vocabulary = point == Point.ADMISSION ? Vocabulary.ADMISSION : Vocabulary.RUN;
        Facts facts = facts(test, vocabulary, where);
        long started = System.nanoTime();
        PolicyResult result = new Policies(p -> catalog.condition(p.cel(), vocabulary))
                .judge(point, List.of(policy), facts)
                .get(0);
        Duration time = Duration.ofNanos(System.nanoTime() - started);
        String found = result.answer() == Tri.YES ? "pass" : result.answer() == Tri.NO ? "fail" : "unknown";
        String words = test.path("reason").asText("");
        boolean said = words.isEmpty() || result.reason().contains(words);
        return new Result(
                name,
                policy.name(),
                expected,
                found.equals(expected) && !said ? found + ", without saying '" + words + "'" : found,
                result.reason(),
                time);
    }

    private Facts facts(JsonNode test, Vocabulary vocabulary, String where) {
        Facts.Builder facts = Facts.builder();
        if (test.path("plan").isTextual()) {
            Path file = directory.resolve(test.path("plan").asText());
            Map<String, String> dataClasses = dataClasses(test.path("dataClasses"));
            RunFacts.plan(
                    facts,
                    new PlanJsonReader(PlanLimits.REVIEW, RiskTable.standard().judge(dataClasses)).read(file),
                    dataClasses);
        }
        for (Map.Entry<String, JsonNode> given : test.path("facts").properties()) {
            Fact fact = Fact.of(given.getKey())
                    .filter(f -> vocabulary.facts().contains(f))
                    .orElseThrow(() -> {
                        String nearest = Nearest.of(given.getKey(), vocabulary.names());
                        return bad(
                                where,
                                "the fact " + given.getKey(),
                                nearest == null ? "a fact of this point" : nearest);
                    });
            try {
                facts.put(fact, value(fact.type(), given.getValue()));
            } catch (IllegalArgumentException | DateTimeException e) {
                throw bad(
                        where,
                        given.getKey() + ": " + given.getValue(),
                        "a " + fact.type().cel());
            }
        }
        return facts.build();
    }

    private static Map<String, String> dataClasses(JsonNode node) {
        Map<String, String> classes = new LinkedHashMap<>();
        node.properties().forEach(e -> classes.put(e.getKey(), e.getValue().asText()));
        return classes;
    }

    private static Object value(FactType type, JsonNode value) {
        return switch (type) {
            case TIMESTAMP -> Instant.parse(value.asText());
            case INT -> {
                if (!value.isIntegralNumber()) {
                    throw new IllegalArgumentException("no whole number");
                }
                yield value.asLong();
            }
            default -> plain(value);
        };
    }

    private static Object plain(JsonNode value) {
        if (value.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            value.properties().forEach(e -> map.put(e.getKey(), plain(e.getValue())));
            return map;
        }
        if (value.isArray()) {
            List<Object> list = new ArrayList<>();
            value.forEach(item -> list.add(plain(item)));
            return list;
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        if (value.isIntegralNumber()) {
            return value.asLong();
        }
        return value.isNumber() ? (Object) value.asDouble() : value.asText();
    }

    private static JsonNode parse(String yaml, String where) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(20);
        try {
            // Times stay the texts that they are written as.
            Object document = new Yaml(
                            new SafeConstructor(options),
                            new Representer(new DumperOptions()),
                            new DumperOptions(),
                            options,
                            new NoTimes())
                    .load(yaml);
            return Json.tree(document);
        } catch (YAMLException e) {
            throw bad(where, String.valueOf(e.getMessage()).lines().findFirst().orElse(""), "YAML or JSON");
        }
    }

    private static final class NoTimes extends Resolver {
        @Override
        public void addImplicitResolver(Tag tag, Pattern pattern, String first, int limit) {
            if (!tag.equals(Tag.TIMESTAMP)) {
                super.addImplicitResolver(tag, pattern, first, limit);
            }
        }
    }

    private static IacException bad(String where, String found, String expected) {
        return IacException.badInput(
                "reading tests of policies", where, found, expected, "correct the file; see docs/policies.md");
    }
}
