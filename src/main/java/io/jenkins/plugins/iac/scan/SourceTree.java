package io.jenkins.plugins.iac.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** The checkout: what is inside and what is not, by name and by where links lead. */
final class SourceTree {
    private final Path root;

    SourceTree(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    Path root() {
        return root;
    }

    /** The path relative to the root, with {@code /}; the empty string for the root. */
    String name(Path path) {
        return root.relativize(path).toString();
    }

    /**
     * The path that a relative name means from a directory, normalised by name as Terraform does it, or nothing where
     * that path, or what it leads to by links as far as it exists, is outside of the root.
     */
    Optional<Path> inside(Path directory, String relative) {
        try {
            Path path = directory.resolve(relative).normalize();
            return path.startsWith(root) && leadsInside(path) ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException | IOException e) {
            return Optional.empty();
        }
    }

    private boolean leadsInside(Path path) throws IOException {
        for (Path part = path; part != null && part.startsWith(root); part = part.getParent()) {
            // a link to nothing exists as a link: toRealPath fails on it, which is a no
            if (Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
                return part.toRealPath().startsWith(root);
            }
        }
        return false;
    }
}
