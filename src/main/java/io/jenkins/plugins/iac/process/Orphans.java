package io.jenkins.plugins.iac.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Programs of ours whose host was killed. They are known by what they were born with (see {@link HostBond}), never by a
 * number alone, so a process that got the number of one of them is not touched; nor are those of another PID namespace, whose
 * numbers mean nothing here. Only Linux tells; elsewhere nothing is found.
 */
public final class Orphans {
    private static final Path PROC = Path.of("/proc");
    private static final String NAMESPACE = "ns/pid";
    private static final Path SELF = PROC.resolve("self").resolve(NAMESPACE);
    private static final int ROUNDS = 100;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    private Orphans() {}

    /**
     * Ends every orphan of this user: Terraform is asked to stop first, so that it finishes what it is doing and writes its
     * state; what is left after the grace is killed. Returns when none is left, or cannot be killed.
     *
     * @return how many were found
     */
    public static int end(Duration grace) {
        Set<ProcessHandle> found = find();
        if (found.isEmpty()) {
            return 0;
        }
        // Only the uppermost: a provider that is asked itself dies and loses what it had just made.
        Set<Long> numbers = new HashSet<>();
        found.forEach(p -> numbers.add(p.pid()));
        found.stream()
                .filter(p -> p.parent()
                        .map(ProcessHandle::pid)
                        .filter(numbers::contains)
                        .isEmpty())
                .forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + grace.toNanos();
        while (System.nanoTime() < deadline && !find().isEmpty()) {
            LockSupport.parkNanos(PAUSE);
        }
        kill(Orphans::find);
        return found.size();
    }

    /**
     * Kills a host that does not answer any more, and with it every program of its own and all that came out of them.
     *
     * @return whether nothing of it is left; what another user owns cannot be killed
     */
    public static boolean killWithHost(ProcessBirth host) {
        return kill(() -> members(host));
    }

    /** Whether a host, a program of its own or anything that came out of them is at work. */
    public static boolean isAnyLeft(ProcessBirth host) {
        return !members(host).isEmpty();
    }

    private static Set<ProcessHandle> members(ProcessBirth host) {
        String name = host.toString();
        // What runs under it may have cleared its environment, what left it has not: both are looked for.
        Set<ProcessHandle> found = find(entry -> name.equals(host(entry)) && hasOurNumbers(entry));
        host.handle().filter(h -> !host.isGone()).ifPresent(h -> {
            h.descendants().forEach(found::add);
            found.add(h);
        });
        return found;
    }

    /** In rounds, because what is being killed may start something. */
    private static boolean kill(Supplier<Set<ProcessHandle>> members) {
        for (int round = 0; round < ROUNDS; round++) {
            Set<ProcessHandle> left = members.get();
            if (left.isEmpty()) {
                return true;
            }
            left.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(PAUSE);
        }
        return false;
    }

    /** What is at work without its host. */
    static Set<ProcessHandle> find() {
        return find(Orphans::isOrphan);
    }

    private static Set<ProcessHandle> find(Predicate<Path> wanted) {
        Set<ProcessHandle> found = new LinkedHashSet<>();
        if (!Files.isDirectory(PROC)) {
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                if (wanted.test(entry)) {
                    // Again with the handle, which knows when the process was started.
                    ProcessHandle.of(Long.parseLong(PROC.relativize(entry).toString()))
                            .filter(handle -> wanted.test(entry))
                            .ifPresent(found::add);
                }
            }
        } catch (IOException | RuntimeException e) {
            return found;
        }
        return found;
    }

    private static boolean isOrphan(Path entry) {
        String host = host(entry);
        return host != null && !host.equals(HostBond.self()) && hasOurNumbers(entry) && HostBond.isGone(host);
    }

    /**
     * A program in a container is seen from the machine around it, but the number of its host is the container's: here
     * it means nobody, or somebody else.
     */
    private static boolean hasOurNumbers(Path entry) {
        try {
            return Files.readSymbolicLink(entry.resolve(NAMESPACE)).equals(Files.readSymbolicLink(SELF));
        } catch (IOException e) {
            return false;
        }
    }

    private static String host(Path entry) {
        try {
            String environment = Files.readString(entry.resolve("environ"), StandardCharsets.ISO_8859_1);
            for (String variable : environment.split("\0")) {
                if (variable.startsWith(HostBond.VARIABLE + "=")) {
                    return variable.substring(HostBond.VARIABLE.length() + 1);
                }
            }
            return null;
        } catch (IOException e) {
            // Gone meanwhile, or another user's.
            return null;
        }
    }
}
