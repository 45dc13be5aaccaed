package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.Test;

/** People look a state up in docs/runs.md: what stands there is what the code does. */
public class LifecycleDocTest {
    private static final String MARK = "<!-- lifecycle -->";

    @Test
    public void table_ofTheDocument_isTheOneInTheCode() throws IOException {
        List<String> expected =
                Arrays.stream(RunState.values()).map(LifecycleDocTest::row).toList();
        assertEquals(String.join("\n", expected), String.join("\n", rows(MARK)));
    }

    /** Every case of the specification, and none that it does not have. */
    @Test
    public void recovery_ofTheDocument_isTheOneInTheCode() throws IOException {
        List<String> expected = Arrays.stream(RunState.Recovery.values())
                .map(r -> "| `" + r.name().toLowerCase(Locale.ROOT) + "` | " + r.meaning() + " | ")
                .toList();
        List<String> found = rows("<!-- recovery -->").stream()
                .map(row -> row.substring(0, row.indexOf(" | ", row.indexOf(" | ") + 3) + 3))
                .toList();
        assertEquals(String.join("\n", expected), String.join("\n", found));
    }

    private static String row(RunState state) {
        String following = Arrays.stream(RunState.values())
                .filter(next -> Lifecycle.isLegal(state, next))
                .map(next -> "`" + next.id() + "`")
                .collect(Collectors.joining(", "));
        return "| `%s` | %s | %s | %s | `%s` |"
                .formatted(
                        state.id(),
                        state.meaning(),
                        state.next(),
                        following.isEmpty() ? "-" : following,
                        state.recovery().name().toLowerCase(Locale.ROOT));
    }

    /** The rows of the first table after the mark, without its head. */
    private static List<String> rows(String mark) throws IOException {
        return Files.readString(Path.of("docs", "runs.md"))
                .lines()
                .dropWhile(line -> !line.equals(mark))
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .toList();
    }
}
