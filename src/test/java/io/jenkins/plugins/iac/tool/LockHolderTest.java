package io.jenkins.plugins.iac.tool;

import static org.junit.Assert.assertEquals;

import java.time.Instant;
import org.junit.Test;

/** Who holds the backend's lock, from the tool's own words; hostile or unknown words name nobody. */
public class LockHolderTest {
    private static String info(String id, String who, String created) {
        return "Error message: resource temporarily unavailable\nLock Info:\n  ID:        " + id
                + "\n  Path:      terraform.tfstate\n  Operation: OperationTypeApply\n  Who:       " + who
                + "\n  Version:   1.11.4\n  Created:   " + created + "\n  Info:      \n\n\nTerraform acquires a lock";
    }

    @Test
    public void of_everyBackend_namesTheHolderAndNeverTheAsker() {
        assertEquals(
                new LockHolder("1-2", "bob@laptop", "OperationTypeApply", Instant.parse("2026-11-22T08:00:00.5Z")),
                LockHolder.of(info("1-2", "bob@laptop", "2026-11-22 08:00:00.5 +0000 UTC")));
        assertEquals(
                "below it stands the lock that the asker would have had",
                new LockHolder("9-9", null, null, null),
                LockHolder.of("Error message: HTTP remote state already locked: ID=9-9\n"
                        + info("1-2", "me@here", "2026-11-22 08:00:00 +0000 UTC")));
        assertEquals(
                LockHolder.UNKNOWN,
                LockHolder.of("Error message: HTTP remote state already locked, failed to read body\n"
                        + info("1-2", "me@here", "2026-11-22 08:00:00 +0000 UTC")));
    }

    @Test
    public void of_unknownWords_namesNobody() {
        assertEquals(LockHolder.UNKNOWN, LockHolder.of(""));
        assertEquals(LockHolder.UNKNOWN, LockHolder.of("Error message: dial tcp: connection refused"));
        LockHolder hostile = LockHolder.of(info("x y; rm", "\u202ebob", "yesterday"));
        assertEquals(new LockHolder(null, null, "OperationTypeApply", null), hostile);
        assertEquals(
                null,
                LockHolder.of(info("1-2", "b", "2026-99-22 08:00:00 +0000 UTC")).since());
        assertEquals(null, LockHolder.of(info("1-2", "b".repeat(300), "x")).who());
    }
}
