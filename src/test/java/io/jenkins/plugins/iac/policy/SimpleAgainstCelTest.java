package io.jenkins.plugins.iac.policy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.Tri;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Test;

/** What the small interpreter accepts must mean what the CEL library means by it, unknown facts included. */
public class SimpleAgainstCelTest {
    private static final int CONDITIONS = 1_500;
    private static final int FACTS_EACH = 6;
    private static final List<String> WORDS = List.of("main", "prod", "", "apply", "a/b");

    private final Random random = new Random(20261121);

    private String pick(String... of) {
        return of[random.nextInt(of.length)];
    }

    private String text() {
        return switch (random.nextInt(3)) {
            case 0 -> "'" + WORDS.get(random.nextInt(WORDS.size())) + "'";
            case 1 -> "\"" + WORDS.get(random.nextInt(WORDS.size())) + "\"";
            default -> pick("source.ref", "stack.owner", "stack.id", "environment.name");
        };
    }

    private String count(int depth) {
        return switch (depth == 0 ? random.nextInt(3) : random.nextInt(6)) {
            case 0 -> String.valueOf(random.nextInt(4));
            case 1 -> pick("plan.delete", "plan.replace", "plan.import");
            case 2 -> pick("approvers.size()", "-1", "999999999999999999");
            case 3 -> "(" + count(depth - 1) + " - " + count(depth - 1) + ")";
            default -> count(depth - 1) + pick(" + ", "-") + count(depth - 1);
        };
    }

    private String truth(int depth) {
        int kinds = depth == 0 ? 7 : 12;
        return switch (random.nextInt(kinds)) {
            case 0 -> pick("true", "false");
            case 1 -> pick("source.commitSigned", "environment.protected");
            case 2 -> text() + pick(" == ", "!=") + text();
            case 3 -> text() + " in " + pick("['main', 'x']", "['']", "approvers");
            case 4 -> count(1) + pick(" < ", "<=", " > ", ">=", "==", " != ") + count(1);
            case 5 -> pick("source.ref", "stack.id") + pick(".startsWith(", ".endsWith(", ".contains(") + text() + ")";
            case 6 -> "!" + pick("source.commitSigned", "environment.protected", "(source.ref == 'main')");
            case 7 -> "(" + truth(depth - 1) + ")" + pick(" == ", " != ") + "(" + truth(depth - 1) + ")";
            case 8 -> "!(" + truth(depth - 1) + ")";
            case 9 -> "(" + truth(depth - 1) + pick(" && ", " || ") + truth(depth - 1) + ")";
            default -> truth(depth - 1) + pick(" && ", "||") + truth(depth - 1);
        };
    }

    private Facts facts() {
        Map<Fact, Object> values = new EnumMap<>(Fact.class);
        for (Fact fact : List.of(Fact.SOURCE_REF, Fact.STACK_OWNER, Fact.STACK_ID, Fact.ENVIRONMENT_NAME)) {
            values.put(fact, WORDS.get(random.nextInt(WORDS.size())));
        }
        values.put(Fact.SOURCE_COMMIT_SIGNED, random.nextBoolean());
        values.put(Fact.ENVIRONMENT_PROTECTED, random.nextBoolean());
        for (Fact fact : List.of(Fact.PLAN_DELETE, Fact.PLAN_REPLACE, Fact.PLAN_IMPORT)) {
            values.put(fact, random.nextInt(10) == 0 ? Long.MAX_VALUE : (long) random.nextInt(3));
        }
        values.put(Fact.APPROVERS, random.nextBoolean() ? List.of() : List.of("main", "bob"));
        Facts.Builder builder = Facts.builder();
        values.forEach((fact, value) -> builder.put(fact, random.nextInt(4) == 0 ? null : value));
        return builder.build();
    }

    @Test
    public void test_generatedConditions_sameAsTheLibrary() {
        int[] answers = new int[Tri.values().length];
        for (int i = 0; i < CONDITIONS; i++) {
            String cel = truth(3);
            Simple simple = Simple.compile(cel, Vocabulary.RUN);
            if (simple == null) {
                continue;
            }
            Program[] library = new Program[1];
            Compilation compilation = CelProgram.compile(cel, Vocabulary.RUN, program -> {
                library[0] = program;
                return null;
            });
            assertEquals("the library refuses " + cel, List.of(), compilation.issues());
            assertEquals(cel, shown(library[0].uses()), shown(simple.uses()));
            for (int j = 0; j < FACTS_EACH; j++) {
                Facts facts = facts();
                Tri expected = library[0].test(facts);
                assertEquals(cel + " where " + facts.describe(simple.facts()), expected, simple.test(facts));
                answers[expected.ordinal()]++;
            }
        }
        for (Tri tri : Tri.values()) {
            assertTrue(tri + " came out " + answers[tri.ordinal()] + " times", answers[tri.ordinal()] > 500);
        }
    }

    /** Uses in the order of the text; where the library puts a name that is compared with no constant is its own affair. */
    private static List<String> shown(List<Comparison> uses) {
        return uses.stream()
                .map(c -> c.fact() + " " + c.how() + " " + c.constant()
                        + (c.how() == Comparison.How.OTHER ? "" : " " + c.line() + ":" + c.column()))
                .sorted()
                .toList();
    }

    @Test
    public void compile_beyondThePlainPart_isLeftToTheLibrary() {
        for (String cel : List.of(
                "source.ref == r'main'",
                "source.ref == 'a\\n'",
                "source.ref == '''main'''",
                "1.0 == 1.0",
                "1u == 1u",
                "source.ref\n.startsWith('a')",
                "source . ref == 'a'",
                "a == b == c",
                "!!true",
                "- plan.delete < 0",
                "[] == []",
                "source.ref in []",
                "true ? true : false",
                "size('a') == 1",
                "source.ref < 'b'",
                "true // x",
                "0x10 == 16",
                "'a' + 'b' == 'ab'",
                "plan.delete * 2 == 2",
                "source.ref == 'a' 'b'",
                "true &",
                "null == null",
                "9999999999999999999 == 1",
                "source.ref == 'a",
                "")) {
            assertEquals(cel, null, Simple.compile(cel, Vocabulary.RUN));
        }
    }
}
