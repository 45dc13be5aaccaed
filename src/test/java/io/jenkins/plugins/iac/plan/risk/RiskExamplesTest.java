package io.jenkins.plugins.iac.plan.risk;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.ChangeKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Every rule of the table, and every alternative in it, on changes as providers write them: a misspelt path shows here. */
public class RiskExamplesTest {
    private static final List<Example> EXAMPLES = examples();

    private record Example(String type, String kind, String before, String after, String says) {
        static Example of(JsonNode node) {
            TreeSet<String> says = new TreeSet<>();
            node.path("says").forEach(cls -> says.add(cls.asText()));
            return new Example(
                    node.path("type").asText(),
                    node.path("kind").asText(),
                    node.path("before").isMissingNode()
                            ? "null"
                            : node.path("before").toString(),
                    node.path("after").isMissingNode()
                            ? "null"
                            : node.path("after").toString(),
                    says.toString());
        }

        String change() {
            return Changes.change(type, kind.equals("replace") ? "delete,create" : kind, before, after);
        }

        /** The same thing, of which nothing that matters changes any more. */
        Example calm() {
            String stays = after.equals("null") ? before : after;
            return new Example(
                    type,
                    "update",
                    stays,
                    stays.replaceFirst("}$", stays.equals("{}") ? "\"tags\":{}}" : ",\"tags\":{}}"),
                    says);
        }
    }

    private static List<Example> examples() {
        try (InputStream in = RiskExamplesTest.class.getResourceAsStream("examples.yaml")) {
            String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<Example> examples = new ArrayList<>();
            Json.tree(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml))
                    .forEach(node -> examples.add(Example.of(node)));
            return examples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a rule alone says of a change that it is risky, and is sure. */
    private static boolean fires(RiskRule rule, Example example) {
        RiskTable alone = new RiskTable(Map.of(rule.cls(), ""), List.of(rule), List.of(new TypePattern("*")));
        return Changes.read(alone, Map.of(), example.change()).risk().items().stream()
                .anyMatch(risk -> risk.cls().equals(rule.cls())
                        && !risk.reason().contains("cannot be judged")
                        && !risk.reason().contains("will be destroyed"));
    }

    /** The rule with one of its alternatives only, for each. */
    private static List<RiskRule> alternatives(RiskRule rule) {
        return rule.any().isEmpty()
                ? List.of(rule)
                : rule.any().stream()
                        .map(one -> new RiskRule(
                                rule.cls(), rule.types(), rule.on(), rule.where(), rule.all(), List.of(one), "is so"))
                        .toList();
    }

    private static String name(RiskRule rule) {
        return rule.cls() + " of " + rule.types().get(0).text() + " " + rule.on()
                + rule.paths().map(path -> " " + path).toList();
    }

    @Test
    public void judge_everyExample_saysWhatAPersonExpects() {
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (Example example : EXAMPLES) {
            expected.add(example.change() + " " + example.says());
            found.add(example.change() + " " + Changes.classes(example.change()));
        }
        assertEquals(String.join("\n", expected), String.join("\n", found));
    }

    @Test
    public void rules_eachAlternative_firesOnAnExample() {
        List<String> lacking = RiskTable.standard().rules().stream()
                .flatMap(rule -> alternatives(rule).stream())
                .filter(rule ->
                        EXAMPLES.stream().noneMatch(example -> rule.isAbout(example.type()) && fires(rule, example)))
                .map(RiskExamplesTest::name)
                .toList();
        assertEquals("rules, or alternatives of them, that no example fires", List.of(), lacking);
    }

    @Test
    public void rules_withConditions_areSilentOnAnExampleOfTheirTypesAndKinds() {
        List<String> never = RiskTable.standard().rules().stream()
                .filter(rule -> rule.paths().findAny().isPresent())
                .filter(rule -> EXAMPLES.stream().anyMatch(e -> rule.isAbout(e.type()) && fires(rule, e)))
                .filter(rule -> EXAMPLES.stream()
                        .flatMap(e -> Stream.of(e, e.calm()))
                        .filter(e -> rule.isAbout(e.type()))
                        .filter(e -> rule.on().size() == 1
                                || rule.on().contains(ChangeKind.of(e.kind()).orElseThrow(() -> new AssertionError(e))))
                        .allMatch(e -> fires(rule, e)))
                .map(RiskExamplesTest::name)
                .toList();
        assertEquals(List.of(), never);
    }
}
