package io.jenkins.plugins.iac.receipt;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A machine made of a temporary directory: clean, not root, half an hour old. */
final class FakeMachine {
    static final Instant NOW = Instant.parse("2026-11-02T12:00:00Z");
    final Path root;
    final Path home;
    final Map<String, String> environment = new HashMap<>();
    final List<InetSocketAddress> metadata = new ArrayList<>();
    Duration patience = Duration.ofMinutes(1);

    FakeMachine(Path root) throws IOException {
        this.root = root.toRealPath();
        this.home = this.root.resolve("home/jenkins");
        Files.createDirectories(home);
        file("proc/sys/kernel/hostname", "agent-7\n");
        file("proc/self/status", "Name:\tjava\nUid:\t1000\t1000\t1000\t1000\n");
        file("proc/self/mountinfo", "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n");
        file("proc/1/cgroup", "0::/init.scope\n");
        file("proc/uptime", "1900.50 3600.00\n");
        file("proc/1/stat", "1 (in it) 7) S 0 1 1 0 -1 4194560 1 1 1 1 1 1 1 1 20 0 1 0 10050 1 1\n");
        file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\njenkins:x:1000:1000::/home/jenkins:/bin/sh\n");
        Files.createDirectories(this.root.resolve("tmp"));
    }

    FakeMachine file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    FakeMachine home(String path, String text) throws IOException {
        return file("home/jenkins/" + path, text);
    }

    FakeMachine leftover(String path, Duration ago) throws IOException {
        file(path, "x");
        Files.setLastModifiedTime(root.resolve(path), FileTime.from(NOW.minus(ago)));
        return this;
    }

    Machine machine() {
        return new Machine(root, home, environment, metadata, patience, InstantSource.fixed(NOW));
    }

    Receipt take() {
        return new ReceiptTaker(machine()).take(List.of(), Set.of());
    }
}
