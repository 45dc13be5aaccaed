package io.jenkins.plugins.iac.receipt;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The machine that a receipt is taken of; tests give a made-up one.
 *
 * @param root root of its file system
 * @param home home directory of the user
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
