package io.jenkins.plugins.iac.receipt;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tokens that a cluster mounts into a pod: of its service account, and those that a cloud takes for an identity. They are
 * short-lived, and yet any job in the pod can use them.
 */
final class WorkloadTokens {
    /** What the finding of a service account's token says. */
    static final String SERVICE_ACCOUNT = "token of a Kubernetes service account";

    private static final String IDENTITY = "token of a workload's identity";
    private static final List<String> PLACES = List.of("var/run/secrets", "run/secrets");
    private static final Pattern TOKEN = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]*\\s*");
    private static final int DEPTH = 5;

    private WorkloadTokens() {}

    /** Adds what is found; throws where a directory is there that cannot be looked into. */
    static void collect(Machine machine, List<Finding> found) throws IOException {
        Set<Path> seen = new HashSet<>();
        for (String place : PLACES) {
            Path directory = machine.root().resolve(place);
            // In most images the one is a link to the other.
            if (Files.isDirectory(directory) && seen.add(directory.toRealPath())) {
                walk(directory, machine.root().resolve(SystemFacts.SERVICE_ACCOUNT), found);
            }
        }
    }

    private static void walk(Path directory, Path account, List<Finding> found) throws IOException {
        Path real = directory.toRealPath();
        Files.walkFileTree(real, EnumSet.noneOf(java.nio.file.FileVisitOption.class), DEPTH, new SimpleFileVisitor<>() {
            /** A cluster keeps each version of a volume in a directory like this and links to it. */
            @Override
            public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
                return Objects.toString(at.getFileName(), "").startsWith("..")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = Objects.toString(file.getFileName(), "");
                boolean token = !name.startsWith("..")
                        && (name.endsWith("token")
                                ? Files.isRegularFile(file)
                                : SmallFiles.read(file)
                                        .filter(text -> TOKEN.matcher(text).matches())
                                        .isPresent());
                if (token) {
                    Path shown = directory.resolve(real.relativize(file));
                    String what = shown.startsWith(account) ? SERVICE_ACCOUNT : IDENTITY;
                    found.add(new Finding(Severity.MEDIUM, what, shown.toString(), false));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
