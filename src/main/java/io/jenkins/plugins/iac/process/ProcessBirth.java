package io.jenkins.plugins.iac.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Which process a number means: the number, and when that process was started. Numbers are given out again; the two
 * together are not.
 *
 * <p>On Linux the start is in ticks since the machine was started (field 22 of {@code /proc/PID/stat}), which every process
 * reads alike. {@link ProcessHandle.Info#startInstant} is that plus the time of the start as each JVM reads it once, so after
 * the clock was set two JVMs do not agree on it; it serves where there is no {@code /proc}. Neither means anything in another
 * PID namespace.
 *
 * @param start {@code t} and ticks, or {@code m} and milliseconds since 1970; empty where unknown
 */
public record ProcessBirth(long pid, String start) {
    private static final Path PROC = Path.of("/proc");
    /** Of the words behind the name, which is in parentheses and may hold blanks. */
    private static final int STATE = 0;

    private static final int STARTED = 19;

    /** This process. */
    public static ProcessBirth ofSelf() {
        return of(ProcessHandle.current());
    }

    static ProcessBirth of(ProcessHandle process) {
        return new ProcessBirth(process.pid(), start(process));
    }

    /**
     * Reads the text form, {@code PID.START}.
     *
     * @return empty if it is none
     */
    public static Optional<ProcessBirth> parse(String text) {
        String[] parts = text.strip().split("\\.", 2);
        try {
            return Optional.of(new ProcessBirth(Long.parseLong(parts[0]), parts.length < 2 ? "" : parts[1]));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a file with the text form.
     *
     * @return empty if there is no such file, or nothing of it yet
     */
    public static Optional<ProcessBirth> read(Path file) throws IOException {
        return Files.isRegularFile(file) ? parse(Files.readString(file)) : Optional.empty();
    }

    /** The process itself, if it is there and certainly the same. */
    public Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid).filter(p -> !start.isEmpty() && start(p).equals(start));
    }

    /**
     * Whether it is certainly no more: nobody has the number, or it is dead and not buried yet, or somebody else has the
     * number by now. False where that cannot be told.
     */
    public boolean isGone() {
        ProcessHandle now = ProcessHandle.of(pid).orElse(null);
        if (now == null || !now.isAlive()) {
            return true;
        }
        String[] stat = stat(pid);
        if (stat.length > STATE && stat[STATE].equals("Z")) {
            return true;
        }
        String found = start(now);
        return !start.isEmpty() && !found.isEmpty() && found.charAt(0) == start.charAt(0) && !found.equals(start);
    }

    private static String start(ProcessHandle process) {
        String[] stat = stat(process.pid());
        if (stat.length > STARTED) {
            return "t" + stat[STARTED];
        }
        return process.info()
                .startInstant()
                .map(Instant::toEpochMilli)
                .map(millis -> "m" + millis)
                .orElse("");
    }

    /** What the kernel says behind the name, or nothing. */
    private static String[] stat(long pid) {
        try {
            String stat =
                    Files.readString(PROC.resolve(String.valueOf(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
            return stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
        } catch (IOException | IndexOutOfBoundsException e) {
            return new String[0];
        }
    }

    @Override
    public String toString() {
        return pid + "." + start;
    }
}
