package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.iac.json.Json;
import java.time.InstantSource;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A plan that was made without the backend's lock is never asked to be approved, whatever the catalog says by then. */
public class PlanLockTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    @Test
    public void isLocked_isSaidByTheRecordAlone_andWhatCannotBeReadIsNoLock() throws Exception {
        try (RunHome home = new RunHome(temporary.getRoot().toPath(), InstantSource.system())) {
            Run before = home.runAt(RunState.PLANNING);
            assertEquals("a record of an older version, which always locked", true, PlanResults.isLocked(before));
            Map<String, Boolean> table =
                    Map.of("true", true, "false", false, "null", false, "\"true\"", false, "{}", false, "1", false);
            for (var row : table.entrySet()) {
                Run run = before.with(Journey.fact(PlanResults.LOCK, Json.parse(row.getKey())));
                assertEquals(row.getKey(), row.getValue(), PlanResults.isLocked(run));
            }
        }
    }
}
