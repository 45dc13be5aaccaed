package io.jenkins.plugins.iac.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where a process is to be hit. */
interface CrashBlow {
    /** Waits for the moment and strikes; false if the process was over before, or there was nothing to hit. */
    boolean strike(Process process) throws IOException, InterruptedException;

    /** What the Java of the process needs for it. */
    default List<String> java() {
        return List.of();
    }

    /** After so much time. */
    static CrashBlow afterMillis(long millis) {
        return process -> {
            if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
                return false;
            }
            return kill(process);
        };
    }

    /** The process does it to itself; this only waits. */
    static CrashBlow itself() {
        return process -> {
            return process.waitFor(CrashSite.MOST_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 137;
        };
    }

    /** Nobody strikes: the command goes on to its end. */
    static CrashBlow none() {
        return process -> true;
    }

    private static boolean kill(Process process) {
        process.destroyForcibly();
        return true;
    }
}
