package io.jenkins.plugins.iac.policy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.Tri;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class ExpressionTest {
    private static final Facts FACTS = Facts.builder()
            .put(Fact.SOURCE_REF, "main")
            .put(Fact.OPERATION, "apply")
            .put(Fact.ENVIRONMENT_PROTECTED, true)
            .put(Fact.NOW, Instant.parse("2026-11-21T10:00:00Z"))
            .put(Fact.PLAN_DELETE, 0L)
            .put(Fact.PLAN_REPLACE, 2L)
            .put(Fact.PLAN_IMPORT, 1L)
            .put(Fact.PLAN_DESTRUCTIVE, List.of("aws_db_instance.orders"))
            .put(Fact.PLAN_CHANGES, List.of(Map.of("address", "a.b", "type", "aws_s3_bucket")))
            .put(Fact.TASKS, Map.of("backup-verified", Map.of("passed", true)))
            .build();

    private static Tri run(String cel) {
        Compilation compilation = Expression.compile(cel, Vocabulary.RUN);
        assertTrue(cel + " " + compilation.issues(), compilation.isOk());
        Outcome outcome = compilation.expression().evaluate(FACTS);
        assertEquals(cel, outcome.value(), compilation.expression().test(FACTS));
        return outcome.value();
    }

    private static Issue issue(String cel, Vocabulary vocabulary) {
        Compilation compilation = Expression.compile(cel, vocabulary);
        assertFalse(cel, compilation.isOk());
        return compilation.issues().get(0);
    }

    @Test
    public void evaluate_tableOfConditions_yesNoUnknown() {
        Object[][] table = {
            {"true", Tri.YES},
            {"false", Tri.NO},
            {"source.ref == 'main'", Tri.YES},
            {"source.ref in ['dev', 'stage']", Tri.NO},
            {"plan.delete + plan.replace > 0", Tri.YES},
            {"plan.import == 1", Tri.YES},
            {"plan.destructive.exists(a, a.startsWith('aws_db_'))", Tri.YES},
            {"plan.changes.exists(c, c.type == 'aws_s3_bucket')", Tri.YES},
            {"plan.changes.filter(c, c.type == 'x').size() == 0", Tri.YES},
            {"plan.changes.map(c, c.address) == ['a.b']", Tri.YES},
            {"tasks['backup-verified'].passed", Tri.YES},
            {"now < timestamp('2027-01-01T00:00:00Z')", Tri.YES},
            {"source.ref.matches('^(main|release/.*)$')", Tri.YES},
            {"operation == 'apply' ? environment.protected : false", Tri.YES},
            // unknown facts
            {"source.commitSigned", Tri.UNKNOWN},
            {"!source.commitSigned", Tri.UNKNOWN},
            {"source.commitSigned && source.ref == 'main'", Tri.UNKNOWN},
            {"source.commitSigned && source.ref == 'dev'", Tri.NO},
            {"source.commitSigned || source.ref == 'main'", Tri.YES},
            {"source.commitSigned || source.ref == 'dev'", Tri.UNKNOWN},
            {"source.commitSigned == source.commitSigned", Tri.UNKNOWN},
            {"source.actor in ['alice']", Tri.UNKNOWN},
            {"approvers.exists(a, a == 'bob')", Tri.UNKNOWN},
            {"plan.create > 0", Tri.UNKNOWN},
            // failures of evaluation
            {"1 / plan.delete > 0", Tri.UNKNOWN},
            {"tasks['missing'].passed", Tri.UNKNOWN},
            {"9223372036854775807 + plan.replace > 0", Tri.UNKNOWN},
            {"1 / plan.delete > 0 || source.ref == 'main'", Tri.YES},
        };
        for (Object[] row : table) {
            assertEquals((String) row[0], row[1], run((String) row[0]));
        }
    }

    @Test
    public void evaluate_unknownFact_reasonNamesIt() {
        for (String cel : List.of("source.commitSigned && true", "true ? source.commitSigned : false")) {
            Outcome outcome = Expression.of(cel, Vocabulary.ADMISSION).evaluate(FACTS);
            assertEquals("source.commitSigned is unknown", outcome.reason());
        }
    }

    @Test
    public void evaluate_failure_reasonSaysWhat() {
        Outcome outcome = Expression.of("1 / plan.delete > 0", Vocabulary.RUN).evaluate(FACTS);
        assertTrue(outcome.reason(), outcome.reason().contains("/ by zero"));
    }

    @Test
    public void compile_misspeltFact_positionAndSuggestion() {
        Issue issue = issue("operation == 'apply' &&\n  source.rfe == 'main'", Vocabulary.ADMISSION);
        assertEquals(2, issue.line());
        assertEquals(3, issue.column());
        assertEquals("there is no fact source.rfe, did you mean source.ref?", issue.message());
    }

    @Test
    public void compile_planFactAtAdmission_isNoFact() {
        assertTrue(issue("plan.delete > 0", Vocabulary.ADMISSION).message().contains("there is no fact plan.delete"));
    }

    @Test
    public void compile_whatIsNoBoolOrDoesNotFit_isRefused() {
        for (String cel : List.of(
                "",
                " ",
                "plan.delete",
                "'main'",
                "source.ref == 1",
                "source == 'x'",
                "operation ==",
                "plan.delete && true",
                "plan.no-op > 0",
                "has(source.ref)",
                "source.ref.exec('x')",
                "'a' 'b'")) {
            assertFalse(cel, Expression.compile(cel, Vocabulary.RUN).isOk());
        }
    }

    @Test
    public void compile_whatCouldGrowOrBacktrack_isRefused() {
        assertTrue(issue("['a'].map(x, x + x).map(x, x + x) == ['b']", Vocabulary.RUN)
                .message()
                .contains("a loop must not"));
        assertTrue(issue("[[1]].map(x, [x, x]).size() > 0", Vocabulary.RUN)
                .message()
                .contains("a loop must not"));
        assertTrue(issue("source.ref.matches(source.actor)", Vocabulary.RUN)
                .message()
                .contains("constant text"));
        assertTrue(issue("source.ref.matches('(unclosed')", Vocabulary.RUN)
                .message()
                .contains("missing closing )"));
        assertTrue(issue("a".repeat(5_000), Vocabulary.RUN).message().contains("at most 4096"));
        assertTrue(issue("(".repeat(100) + "true" + ")".repeat(100), Vocabulary.RUN)
                .message()
                .contains("limit"));
        assertTrue(issue("source.ref.matches('(x{100}){100}y')", Vocabulary.RUN)
                        .message()
                        .length()
                > 0);
    }

    @Test
    public void evaluate_loopsWithinLoops_stopAtTheBudget() {
        String ten = "['0','1','2','3','4','5','6','7','8','9']";
        Outcome outcome = Expression.of(
                        ten + ".all(a," + ten + ".all(b," + ten + ".all(c," + ten + ".all(d, true))))",
                        Vocabulary.ADMISSION)
                .evaluate(FACTS);
        assertEquals(Tri.UNKNOWN, outcome.value());
        assertTrue(outcome.reason(), outcome.reason().contains("budget exceeded: 1000"));
    }

    @Test
    public void evaluate_catastrophicPattern_isLinear() {
        Facts facts = FACTS.with(Fact.SOURCE_REF, "a".repeat(50_000));
        assertEquals(
                Tri.NO,
                Expression.of("source.ref.matches('^(a+)+$b')", Vocabulary.ADMISSION)
                        .test(facts));
    }

    @Test
    public void compile_commonRules_doNotNeedTheLibrary() {
        for (String cel : List.of(
                "true",
                "environment.protected && operation == 'apply'",
                "source.ref == 'main' && source.commitSigned",
                "!(source.kind in ['fork_pull_request', 'unknown'])",
                "plan.delete + plan.replace > 0",
                "stack.id.startsWith('prod/') || stack.owner != \"payments\"",
                "'alice' in approvers && approvers.size() >= 2")) {
            assertTrue(cel, Expression.of(cel, Vocabulary.RUN).isSimple());
        }
    }

    @Test
    public void put_wrongType_isRefused() {
        try {
            Facts.builder().put(Fact.SOURCE_REF, true);
        } catch (IllegalArgumentException e) {
            assertEquals("source.ref is a string, found Boolean", e.getMessage());
            return;
        }
        throw new AssertionError("a truth value was taken for a ref");
    }
}
