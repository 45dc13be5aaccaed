package io.jenkins.plugins.iac.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process and everything that came out of it. A child that starts a session of its own and whose parents are gone is no
 * descendant any more, so every process is born with a variable of its own ({@link #VARIABLE}) and on Linux the tree is
 * also whatever carries it in {@code /proc/PID/environ}, as Jenkins finds the processes of a build.
 *
 * <p>Not found: a process that both detached itself and was started with a cleared environment, or that another user
 * owns. Code that does so on purpose is why agents of protected pools serve one run and are gone.
 */
final class ProcessTree {
    static final String VARIABLE = "IAC_PROCESS_TREE";
    private static final Path PROC = Path.of("/proc");
    private static final long SELF = ProcessHandle.current().pid();
    private static final int ROUNDS = 100;

    private final String id = UUID.randomUUID().toString();
    private final byte[] marker = (VARIABLE + "=" + id).getBytes(StandardCharsets.US_ASCII);

    /** The value of {@link #VARIABLE} for this tree. */
    String id() {
        return id;
    }

    /** Asks the program, and only it, to stop. */
    void terminate(Process process) {
        // Not Process.destroy(): that also closes the pipes, and the last words of the program with them.
        process.toHandle().destroy();
    }

    /** Kills everything that is left, in rounds until a look finds nothing: a tree may grow while it is being killed. */
    void kill(Process process) {
        for (int round = 0; round < ROUNDS; round++) {
            Set<ProcessHandle> left = members(process);
            if (left.isEmpty()) {
                return;
            }
            left.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Math.min(100, 1L << Math.min(round, 7))));
        }
    }

    private Set<ProcessHandle> members(Process process) {
        Set<ProcessHandle> members = new LinkedHashSet<>();
        if (process.isAlive()) {
            process.descendants().forEach(members::add);
            members.add(process.toHandle());
        }
        members.addAll(marked());
        return members;
    }

    private Set<ProcessHandle> marked() {
        Set<ProcessHandle> marked = new LinkedHashSet<>();
        if (!Files.isDirectory(PROC)) {
            return marked;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                if (carriesMarker(entry)) {
                    // Again with the handle, which knows the start time: a number used anew by another is not killed.
                    ProcessHandle.of(Long.parseLong(PROC.relativize(entry).toString()))
                            .filter(handle -> handle.pid() != SELF && carriesMarker(entry))
                            .ifPresent(marked::add);
                }
            }
        } catch (IOException | RuntimeException e) {
            return marked;
        }
        return marked;
    }

    private boolean carriesMarker(Path entry) {
        try {
            return contains(Files.readAllBytes(entry.resolve("environ")), marker);
        } catch (IOException e) {
            // Gone meanwhile, or another user's.
            return false;
        }
    }

    private static boolean contains(byte[] text, byte[] part) {
        for (int i = 0; i + part.length <= text.length; i++) {
            int j = 0;
            while (j < part.length && text[i + j] == part[j]) {
                j++;
            }
            if (j == part.length) {
                return true;
            }
        }
        return false;
    }
}
