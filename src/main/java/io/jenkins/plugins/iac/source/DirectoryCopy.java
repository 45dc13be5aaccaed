package io.jenkins.plugins.iac.source;

import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A copy of a directory that is no git repository, for whoever plans on one machine. Nothing vouches for such files, so a
 * run that uses them says so in its evidence. Links are copied as links, never followed; {@code .git} is left out.
 */
public final class DirectoryCopy {
    private static final int MAX_FILES = 100_000;
    private static final long MAX_BYTES = 2L << 30;

    private DirectoryCopy() {}

    /**
     * Copies into a fresh directory of mode 0700 and returns where the files are.
     *
     * @throws IacException of kind REFUSED if it is over the limits, TOOL_FAILED if it cannot be copied
     */
    public static Path copy(Path from, Path target) {
        Path root = target.resolve("tree");
        try {
            Trees.createPrivate(target);
            Files.walkFileTree(from, new Copier(from, root));
            return root;
        } catch (IOException e) {
            throw IacException.toolFailed(
                    "copying the code",
                    from.toString(),
                    e.getClass().getSimpleName() + ": " + e.getMessage(),
                    "a directory that can be read, and space for a copy",
                    "look at its permissions and at the disk");
        }
    }

    private static final class Copier extends SimpleFileVisitor<Path> {
        private final Path from;
        private final Path to;
        private long bytes;
        private int files;

        Copier(Path from, Path to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            if (directory.endsWith(".git")) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(directory)));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            bytes += attributes.size();
            if (++files > MAX_FILES || bytes > MAX_BYTES) {
                throw IacException.refused(
                        "copying the code",
                        from.toString(),
                        "more than " + MAX_FILES + " files or " + MAX_BYTES + " bytes",
                        "the code of a stack",
                        "name the directory of the repository, or make it a git repository");
            }
            if (!attributes.isSymbolicLink() && !attributes.isRegularFile()) {
                return FileVisitResult.CONTINUE;
            }
            Files.copy(
                    file,
                    to.resolve(from.relativize(file)),
                    StandardCopyOption.COPY_ATTRIBUTES,
                    LinkOption.NOFOLLOW_LINKS);
            return FileVisitResult.CONTINUE;
        }
    }
}
