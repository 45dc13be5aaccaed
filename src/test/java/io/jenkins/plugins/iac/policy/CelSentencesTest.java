package io.jenkins.plugins.iac.policy;

import static org.junit.Assert.assertEquals;

import java.util.stream.Collectors;
import org.junit.Test;

/** Whoever writes a rule has not read the grammar of CEL. */
public class CelSentencesTest {
    @Test
    public void compile_mistakesOfPeople_clearSentences() {
        String[][] table = {
            {"", "1:1 the condition is empty; write what must hold, or true"},
            {" \n ", "1:1 the condition is empty; write what must hold, or true"},
            {
                "source.ref in 'main'",
                "1:12 in cannot be used with string and string; behind it stands a list, such as ['a', 'b']"
            },
            {"source.ref ==", "1:14 the condition ends too early"},
            {"(true", "1:6 the condition ends too early, expected ')'"},
            {"source.ref == 'main", "1:15 a text is not closed by its quote, or has an unknown escape"},
            {"source.ref = 'main'", "1:12 '=' is no operator; write =="},
            {"source.ref == 'main' and true", "1:22 'and' is no operator; write &&"},
            {"true & false", "1:6 '&' is no operator; write &&"},
            {"true)", "1:5 ')' does not belong here; conditions are joined by && and ||"},
            {"#", "1:1 '#' does not belong here; conditions are joined by && and ||"},
            {"if true", "1:1 the word if is reserved and means nothing here"},
            {"source.ref", "1:7 the condition is of type string, expected true or false; compare it with something"},
            {"source.ref == 1", "1:12 == cannot be used with string and int; both sides must be of one type"},
            {"now > 1", "1:5 > cannot be used with timestamp and int; both sides must be of one type"},
            {"!source.ref", "1:1 ! cannot be used with string; it joins what is true or false"},
            {"size(plan.delete) > 1", "1:5 size cannot be used with int"},
            {"source.ref.startWith('x')", "1:21 there is no function startWith, did you mean startsWith?"},
            {"foo(1)", "1:4 there is no function foo"},
            {"plan.changes.exists(c)", "1:20 the function exists cannot be used like this"},
        };
        for (String[] row : table) {
            String found = Expression.compile(row[0], Vocabulary.RUN).issues().stream()
                    .map(i -> i.line() + ":" + i.column() + " " + i.message())
                    .limit(1)
                    .collect(Collectors.joining());
            assertEquals(row[0], row[1], found);
        }
    }

    @Test
    public void compile_whatCannotBeRead_isSaidOnce() {
        assertEquals(
                1,
                Expression.compile("source.ref = 'main'", Vocabulary.RUN)
                        .issues()
                        .size());
    }
}
