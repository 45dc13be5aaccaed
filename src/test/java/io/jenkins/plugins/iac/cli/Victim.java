package io.jenkins.plugins.iac.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * The command line in a process that dies on purpose: {@code Victim LOOKS AHEAD ARGUMENT...}. At the so-manieth look at the
 * clock the process is gone at once, as by SIGKILL: no hook runs, nothing is flushed or closed. The clock is looked at for
 * every record of the journal and for most decisions between them, so counting the looks up visits every point between two
 * effects. AHEAD sets the clock by so many seconds, forward or back.
 */
final class Victim {
    /** What it says at its end where LOOKS is -1. */
    static final Pattern LOOKED = Pattern.compile("looked at the clock ([0-9]+) times");

    private Victim() {}

    public static void main(String[] arguments) {
        int looks = Integer.parseInt(arguments[0]);
        Duration ahead = Duration.ofSeconds(Long.parseLong(arguments[1]));
        AtomicInteger seen = new AtomicInteger();
        InstantSource clock = () -> {
            if (seen.incrementAndGet() == looks) {
                Runtime.getRuntime().halt(137);
            }
            return Instant.now().plus(ahead);
        };
        Terminal terminal = new Terminal(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                false);
        int exit = Cli.run(Arrays.copyOfRange(arguments, 2, arguments.length), terminal, clock);
        if (looks < 0) {
            terminal.err().println("looked at the clock " + seen + " times");
        }
        System.exit(exit);
    }
}
