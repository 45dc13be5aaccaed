package io.jenkins.plugins.iac.scan;

import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What changed in a checkout, by each name that its symbolic links give it: what they lead to is reached by their names. */
final class ChangedPaths {
    /** Each path with what is said of it. */
    private final TreeMap<String, String> paths = new TreeMap<>();

    /**
     * @param root of a checkout after the change
     * @param changed paths relative to the root
     * @throws IacException of kind TOOL_FAILED if the disk cannot be read
     */
    ChangedPaths(Path root, Collection<String> changed) {
        changed.forEach(path -> paths.put(path, path));
        Map<String, Set<String>> links = links(root);
        links.forEach((link, targets) -> targets.forEach(target -> inside(link, target, changed)));
        boolean more = true;
        while (more) {
            more = false;
            for (Map.Entry<String, Set<String>> link : links.entrySet()) {
                if (!paths.containsKey(link.getKey())) {
                    Optional<String> behind = link.getValue().stream()
                            .flatMap(target -> at(target).stream())
                            .findFirst();
                    behind.ifPresent(path -> paths.put(link.getKey(), through(path, link.getKey())));
                    more |= behind.isPresent();
                }
            }
        }
    }

    /** What changed at a path, inside of it, or above it, as a link or a submodule does; the empty path is the root. */
    Optional<String> at(String path) {
        if (path.isEmpty()) {
            return Optional.ofNullable(paths.firstEntry()).map(Map.Entry::getValue);
        }
        Map.Entry<String, String> inside = paths.ceilingEntry(path + "/");
        if (inside != null && inside.getKey().startsWith(path + "/")) {
            return Optional.of(inside.getValue());
        }
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            String said = paths.get(path.substring(0, end));
            if (said != null) {
                return Optional.of(said);
            }
        }
        return Optional.empty();
    }

    /** The names that a link to a directory gives to what changed in it. */
    private void inside(String link, String target, Collection<String> changed) {
        changed.stream()
                .filter(path -> path.startsWith(target + "/"))
                .forEach(path -> paths.putIfAbsent(link + path.substring(target.length()), through(path, link)));
    }

    private static String through(String path, String link) {
        return path.contains(" (through ") ? path : path + " (through " + link + ")";
    }

    /** Each link of the checkout with where it leads, by name and in fact; one that leads out of it is none. */
    private static Map<String, Set<String>> links(Path root) {
        Map<String, Set<String>> links = new TreeMap<>();
        try {
            Path top = root.toRealPath();
            Files.walkFileTree(top, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return directory.equals(top.resolve(".git"))
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (attributes.isSymbolicLink()) {
                        links.put(top.relativize(file).toString(), targets(top, file));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw IacException.toolFailed(
                    "looking for the links of a checkout",
                    root.toString(),
                    e.toString(),
                    "files that can be read",
                    "check the disk");
        }
        return links;
    }

    private static Set<String> targets(Path top, Path link) throws IOException {
        Set<String> targets = new LinkedHashSet<>();
        add(targets, top, link.resolveSibling(Files.readSymbolicLink(link)).normalize());
        try {
            add(targets, top, link.toRealPath());
        } catch (IOException e) {
            // It leads to nothing, or in a circle: then its name alone counts.
            return targets;
        }
        return targets;
    }

    private static void add(Set<String> targets, Path top, Path target) {
        if (target.startsWith(top)) {
            targets.add(top.relativize(target).toString());
        }
    }
}
