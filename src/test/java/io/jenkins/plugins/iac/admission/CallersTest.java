package io.jenkins.plugins.iac.admission;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.iac.model.SourceKind;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.Test;

public class CallersTest {
    /** What is left out here no rule could refuse, and nothing that is proved would speak of it. */
    @Test
    public void triggers_ofEachKind_allThatHostsFindOut() {
        assertEquals(
                """
                branch [push, timer, person, upstream, unknown]
                pull_request [request, timer, person, upstream, unknown]
                fork_pull_request [request, timer, person, upstream, unknown]
                tag [push, timer, person, upstream, unknown]
                schedule [timer, upstream]
                manual [person, upstream]
                unknown [push, request, timer, person, upstream, unknown]
                """,
                Arrays.stream(SourceKind.values())
                        .map(kind -> kind.id() + " " + Callers.triggers(kind) + "\n")
                        .collect(Collectors.joining()));
    }
}
