package io.jenkins.plugins.iac.receipt;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The machine that a receipt is taken of; tests give a made-up one.
 *
 * @param root root of its file system
 * @param home home directory of the user as the system knows it
 * @param environment environment of the agent
 * @param metadata addresses at which clouds serve instance metadata over HTTP
 * @param probe how long each address may take to answer
 * @param clock the time
 */
public record Machine(
        Path root,
        Path home,
        Map<String, String> environment,
        List<InetSocketAddress> metadata,
        Duration probe,
        InstantSource clock) {
    /** Instance metadata of AWS, Azure, Google and others; container credentials of AWS; Alibaba. */
    private static final List<String> ADDRESSES = List.of("169.254.169.254", "169.254.170.2", "100.100.100.200");

    public Machine {
        environment = Map.copyOf(environment);
        metadata = List.copyOf(metadata);
    }

    /**
     * Where clients look for what is the user's: most go by {@code HOME}, some by what the system knows; the two differ on many
     * agents. Without what is named twice.
     *
     * @throws IOException if {@code HOME} cannot be looked into by its name
     */
    Set<Path> homes() throws IOException {
        Set<Path> homes = new LinkedHashSet<>();
        homes.add(real(home));
        String named = environment.getOrDefault("HOME", "");
        if (named.startsWith("/")) {
            try {
                homes.add(real(Path.of(named)));
            } catch (InvalidPathException e) {
                throw new IOException("HOME is no name of a directory", e);
            }
        }
        return homes;
    }

    private static Path real(Path path) throws IOException {
        return Files.exists(path) ? path.toRealPath() : path;
    }

    /** The machine that this runs on. */
    public static Machine local(InstantSource clock) {
        return new Machine(
                Path.of("/").toAbsolutePath(),
                Path.of(System.getProperty("user.home", "/")).toAbsolutePath(),
                System.getenv(),
                ADDRESSES.stream()
                        .map(address -> new InetSocketAddress(address, 80))
                        .toList(),
                Duration.ofMillis(300),
                clock);
    }
}
