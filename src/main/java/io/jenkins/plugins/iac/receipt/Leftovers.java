package io.jenkins.plugins.iac.receipt;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What earlier runs left: working directories of ours, temporary files and caches of the tools. What is older than the
 * first process came with the image and is none.
 */
final class Leftovers {
    private static final Pattern TEMPORARY = Pattern.compile(
            "iac-.*|terraform[-_]?.*|tofu[-_]?.*|opentofu.*|plugin\\d+|.*\\.tfplan|.*\\.tfstate(\\.backup)?");
    private static final List<String> HOME = List.of(
            ".terraform.d/checkpoint_cache",
            ".terraform.d/checkpoint_signature",
            ".terraform.d/plugin-cache",
            ".terraform.d/plugins",
            ".terraform");
    private static final int MOST = 50;

    private final Machine machine;
    private final Duration age;
    private final Set<Path> ours;

    Leftovers(Machine machine, Duration age, Set<Path> ours) {
        this.machine = machine;
        this.age = age;
        this.ours = Set.copyOf(ours);
    }

    /**
     * Adds paths, at most 50; throws where a directory is there that cannot be listed. Those of the homes and of the directory
     * of this process come first, as the others may be of any program of the machine, and more than anybody reads.
     */
    void collect(List<String> found) throws IOException {
        for (Path home : machine.homes()) {
            for (String name : HOME) {
                add(home.resolve(name), found);
            }
        }
        Set<Path> directories = new LinkedHashSet<>();
        String own = machine.environment().get("TMPDIR");
        if (own != null && own.startsWith("/")) {
            directories.add(Path.of(own));
        }
        directories.addAll(List.of(machine.root().resolve("tmp"), machine.root().resolve("var/tmp")));
        for (Path directory : directories) {
            if (Files.isDirectory(directory)) {
                list(directory, found);
            }
        }
    }

    private void list(Path directory, List<String> found) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                directory,
                entry -> TEMPORARY.matcher(entry.getFileName().toString()).matches())) {
            for (Path entry : entries) {
                add(entry, found);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void add(Path path, List<String> found) throws IOException {
        if (found.size() >= MOST || ours.stream().anyMatch(mine -> mine.startsWith(path))) {
            return;
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && sinceTheStart(path)) {
            found.add(path.toString());
        }
    }

    private boolean sinceTheStart(Path path) throws IOException {
        if (age == null) {
            return true;
        }
        Instant start = machine.clock().instant().minus(age);
        return !Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS)
                .toInstant()
                .isBefore(start);
    }
}
