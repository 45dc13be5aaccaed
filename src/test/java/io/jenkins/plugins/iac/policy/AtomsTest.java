package io.jenkins.plugins.iac.policy;

import static org.junit.Assert.assertEquals;

import java.util.List;
import org.junit.Test;

public class AtomsTest {
    private static List<String> parts(String condition) {
        return Atoms.of(Expression.of(condition, Vocabulary.ADMISSION)).stream()
                .map(Expression::text)
                .toList();
    }

    @Test
    public void of_connectedConditions_eachPart() {
        assertEquals(List.of("operation == 'apply'"), parts("operation == 'apply'"));
        assertEquals(
                List.of("operation == 'apply'", "environment.protected", "actor in ['a && b', \"c || d\"]"),
                parts("operation == 'apply' && !(environment.protected || (actor in ['a && b', \"c || d\"]))"));
        assertEquals(
                List.of("!environment.protected", "['a', 'b'].exists(x, x == actor && x != trigger)"),
                parts("!environment.protected && ['a', 'b'].exists(x, x == actor && x != trigger)"));
        assertEquals(
                List.of("(operation == 'plan') == (actor == 'a')", "actor == 'b'"),
                parts("((operation == 'plan') == (actor == 'a') || (actor == 'b'))"));
    }

    /** What looks like a comment is none within quotes. */
    @Test
    public void of_addresses_areTakenApart() {
        assertEquals(
                List.of("source.repository == 'https://x'", "actor == \"//\""),
                parts("source.repository == 'https://x' && actor == \"//\""));
    }

    @Test
    public void of_whatIsNotCertain_isOnePart() {
        for (String condition : List.of(
                "environment.protected && operation == 'apply' ? actor == 'a' : actor == 'b'",
                "actor == 'a\\' && operation == \\'plan'",
                "actor == 'a' // || operation == 'plan'\n && trigger == 'timer'",
                "actor.matches(r'\\d') || actor == 'b'",
                "actor == '''a' && b''' || actor == 'c'")) {
            assertEquals(List.of(condition), parts(condition));
        }
    }
}
