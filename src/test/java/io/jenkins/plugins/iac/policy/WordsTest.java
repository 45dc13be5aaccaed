package io.jenkins.plugins.iac.policy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.admission.Lane;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;

/** A condition that compares with a word that cannot be would be a rule that never fires; it does not compile. */
public class WordsTest {
    private static List<String> issues(String cel, Vocabulary vocabulary) {
        return Expression.compile(cel, vocabulary).issues().stream()
                .map(i -> i.line() + ":" + i.column() + " " + i.message())
                .toList();
    }

    @Test
    public void compile_wordThatTheFactNeverIs_saysWhereAndWhatWasMeant() {
        String kinds = "expected one of branch, pull_request, fork_pull_request, tag, schedule, manual, unknown";
        String[][] table = {
            {"source.kind == 'brunch'", "1:16 source.kind is never 'brunch', did you mean 'branch'?"},
            {"'brunch' != source.kind", "1:1 source.kind is never 'brunch', did you mean 'branch'?"},
            {"true &&\n  operation == 'aply'", "2:16 operation is never 'aply', did you mean 'apply'?"},
            {"!(pool.trust == 'protectd')", "1:17 pool.trust is never 'protectd', did you mean 'protected'?"},
            {"source.kind in ['tag', 'fork']", "1:24 source.kind is never 'fork', did you mean 'fork_pull_request'?"},
            {"source.kind in ['cron']", "1:17 source.kind is never 'cron', " + kinds},
            {
                "trigger == 'cron'",
                "1:12 trigger is never 'cron', expected one of push, request, timer, person, upstream, unknown"
            },
            {"source.trigger == 'Timer'", "1:19 source.trigger is never 'Timer', did you mean 'timer'?"},
            {"operation == ''", "1:14 operation is never '', expected one of " + String.join(", ", operations())},
            {"source.kind.startsWith('brunch')", "1:24 source.kind never starts with 'brunch', " + kinds},
            // what the library runs
            {"source.kind == 'brunch' ? true : false", "1:16 source.kind is never 'brunch', did you mean 'branch'?"},
            {"[1].exists(i, operation in ['aply'])", "1:29 operation is never 'aply', did you mean 'apply'?"},
            {"'cron' == trigger && 1.0 == 1.0", "1:1 trigger is never 'cron', expected one of push, request, timer,"},
        };
        for (String[] row : table) {
            List<String> found = issues(row[0], Vocabulary.ADMISSION);
            assertEquals(row[0] + found, 1, found.size());
            assertTrue(row[0] + found, found.get(0).startsWith(row[1]));
            assertEquals("wherever the fact exists: " + row[0], found, issues(row[0], Vocabulary.RUN));
        }
    }

    private static List<String> operations() {
        return Words.of(Fact.OPERATION);
    }

    @Test
    public void compile_factsOfRunsAndPathsOnly_areCheckedThere() {
        assertEquals(
                List.of("1:9 lane is never 'fast', expected one of full, static"),
                issues("lane == 'fast'", Vocabulary.REACH));
        assertEquals(
                List.of("1:14 tool.name is never 'terrform', did you mean 'terraform'?"),
                issues("tool.name == 'terrform'", Vocabulary.RUN));
        assertEquals(
                List.of("1:40 kind of plan.changes is never 'delet', did you mean 'delete'?"),
                issues("!plan.changes.exists(change, change.kind == 'delet')", Vocabulary.RUN).stream()
                        .map(s -> s.replaceFirst("^1:\\d+", "1:40"))
                        .toList());
        assertEquals(
                Set.of("full", "static"),
                Arrays.stream(Lane.values()).map(Lane::id).collect(Collectors.toSet()));
        assertEquals(Set.of("full", "static"), Set.copyOf(Words.of(Fact.LANE)));
    }

    @Test
    public void compile_everyWordOfAFact_isAccepted() {
        for (Fact fact : Fact.values()) {
            List<String> words = Words.of(fact);
            for (Vocabulary vocabulary : Vocabulary.values()) {
                if (words != null && vocabulary.has(fact)) {
                    words.forEach(w -> assertEquals(w, List.of(), issues(fact + " == '" + w + "'", vocabulary)));
                }
            }
        }
        assertEquals(List.of(), issues("source.kind.endsWith('pull_request')", Vocabulary.ADMISSION));
        assertEquals(List.of(), issues("source.ref == 'brunch' && source.kind == source.ref", Vocabulary.ADMISSION));
        assertEquals(List.of(), issues("source.kind.matches('brunch')", Vocabulary.ADMISSION));
    }
}
