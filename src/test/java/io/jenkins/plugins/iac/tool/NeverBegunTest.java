package io.jenkins.plugins.iac.tool;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.iac.process.ProcessResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.Test;

/** When an apply that failed certainly changed nothing: what the tool printed, against how it is judged. */
public class NeverBegunTest {
    private static final String VERSION =
            "{\"@level\":\"info\",\"@message\":\"Terraform 1.11.4\",\"terraform\":\"1.11.4\",\"type\":\"version\",\"ui\":\"1.2\"}\n";
    private static final String WAITING = "{\"@level\":\"info\",\"type\":\"state_lock_acquire\"}\n";
    private static final String LOCK = error("Error acquiring the state lock", "");
    private static final String STARTED =
            "{\"type\":\"apply_start\",\"hook\":{\"resource\":{\"addr\":\"a.b\"},\"action\":\"create\"}}\n";
    private static final String WARNING =
            "{\"type\":\"diagnostic\",\"diagnostic\":{\"severity\":\"warning\",\"summary\":\"old\"}}\n";

    private static String error(String summary, String more) {
        return "{\"type\":\"diagnostic\",\"diagnostic\":{\"severity\":\"error\",\"summary\":\"" + summary
                + "\",\"detail\":\"Error message: held\\nLock Info:\\n  ID:        1-2\\n\"" + more + "}}\n";
    }

    private static boolean judged(String printed, ProcessResult.End end, int code) throws IOException {
        ProgressReader reader = new ProgressReader(event -> {}, text -> text);
        reader.read(new ByteArrayInputStream(printed.getBytes(StandardCharsets.UTF_8)));
        return ToolFailure.neverBegun(
                        new ProcessResult(code, end, Duration.ofSeconds(1)), reader.hasBegun(), reader.diagnostics())
                .map(holder -> "1-2".equals(holder.id()))
                .orElse(false);
    }

    @Test
    public void neverBegun_onlyTheLockAndNothingBehindIt_elseItMayHaveBegun() throws IOException {
        Map<String, Boolean> table = new LinkedHashMap<>();
        table.put(VERSION + LOCK, true);
        table.put(VERSION + WAITING + LOCK, true);
        table.put(VERSION + WARNING + LOCK, true);
        // A provisioner, or anybody who writes where the tool writes, can only add lines.
        table.put(VERSION + STARTED + LOCK, false);
        table.put(VERSION + LOCK + STARTED, false);
        table.put(VERSION + "{\"type\":\"planned_change\"}\n" + LOCK, false);
        table.put(VERSION + "{\"type\":\"outputs\"}\n" + LOCK, false);
        table.put(VERSION + "{\"type\":\"never heard of\"}\n" + LOCK, false);
        table.put(VERSION + "{}\n" + LOCK, false);
        table.put(VERSION + "some text\n" + LOCK, false);
        table.put(VERSION + LOCK + LOCK, false);
        table.put(VERSION + LOCK + error("provider failed", ""), false);
        table.put(VERSION + error("Error acquiring the state lock", ",\"address\":\"a.b\""), false);
        table.put(VERSION + error("Error acquiring the state lock", ",\"range\":{\"filename\":\"main.tf\"}"), false);
        table.put(VERSION + error("Error releasing the state lock", ""), false);
        table.put(VERSION, false);
        table.put("", false);
        for (var row : table.entrySet()) {
            assertEquals(row.getKey(), row.getValue(), judged(row.getKey(), ProcessResult.End.EXITED, 1));
        }
    }

    @Test
    public void neverBegun_anotherEnd_mayHaveBegun() throws IOException {
        for (ProcessResult.End end : ProcessResult.End.values()) {
            assertEquals(end.name(), end == ProcessResult.End.EXITED, judged(VERSION + LOCK, end, 1));
        }
        for (int code : new int[] {-1, 0, 2, 127, 137, 255}) {
            assertEquals("exit code " + code, false, judged(VERSION + LOCK, ProcessResult.End.EXITED, code));
        }
    }
}
