package io.jenkins.plugins.iac.cli;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Where a process is to be hit. */
interface CrashBlow {
    /** Waits for the moment and strikes; false if the process was over before, or there was nothing to hit. */
    boolean strike(Process process) throws IOException, InterruptedException;

    /**
     * As soon as so many records are in the journal: before or during the effect that the last one announces.
     */
    static CrashBlow afterRecord(CrashSite site, int count) {
        return process -> reached(site, count, process) && kill(process);
    }

    /** Waits until so many records are in the journal; false if the process was over before. */
    static boolean reached(CrashSite site, int count, Process process) throws IOException, InterruptedException {
        long before = -1;
        while (process.isAlive()) {
            // Reading it again and again would take the time that the process needs.
            long now = site.bytes();
            if (now != before && site.lines().size() >= count) {
                return true;
            }
            before = now;
            Thread.sleep(1);
        }
        return false;
    }

    /** After so much time; the same. */
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
