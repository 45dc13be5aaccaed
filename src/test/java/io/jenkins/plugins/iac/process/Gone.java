package io.jenkins.plugins.iac.process;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Whether a process that wrote its number into a file is at work; for Linux. */
public final class Gone {
    private Gone() {}

    /** Asserts that it is dead, or dies within half a minute. */
    public static void assertGone(Path numberFile) throws IOException, InterruptedException {
        assertTrue("the process never started", Files.exists(numberFile));
        for (int i = 0; i < 1500 && isAtWork(numberFile); i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertFalse("the process of " + numberFile + " survived", isAtWork(numberFile));
    }

    /** A zombie waits for its parent and does nothing; that parent may be slow. */
    static boolean isAtWork(Path numberFile) throws IOException {
        try {
            String stat = Files.readString(
                    Path.of("/proc", Files.readString(numberFile).strip(), "stat"));
            return !stat.matches("(?s).*\\) Z .*");
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
