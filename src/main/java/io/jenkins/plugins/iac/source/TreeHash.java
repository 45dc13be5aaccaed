package io.jenkins.plugins.iac.source;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One SHA-256 over path, mode and content of every file in some directories of a checkout ({@code sourceTree} of the
 * plan digest). Format, version 1: the line {@code iac-tree 1} with its line feed, then for each file in the order of
 * its path's UTF-8 bytes
 *
 * <pre>mode SP sha256-of-content-in-hex SP path NUL</pre>
 *
 * where mode is {@code 100644}, {@code 100755} (executable by its owner) or {@code 120000} (symbolic link, whose content
 * is the text of its target), and path is relative to the root of the checkout with {@code /} between segments. No path
 * holds NUL, so no two trees share a text. What a link leads to is hashed too. Directories without files leave no trace.
 */
public final class TreeHash {
    private static final String HEADER = "iac-tree 1\n";
    private static final String DOING = "hashing the source tree";

    private final Path root;
    private final Map<String, String> lines = new TreeMap<>(TreeHash::compareUtf8);
    private final Set<Path> seen = new HashSet<>();
    private final Deque<Path> waiting = new ArrayDeque<>();

    private TreeHash(Path root) {
        this.root = root;
    }

    /**
     * The hash over these directories, each relative to {@code root}; one inside another counts once.
     *
     * @throws IacException of kind REFUSED if a directory or link leads out of the root, or something there is neither
     *     file, directory nor link; TOOL_FAILED if something cannot be read
     */
    public static Sha256 of(Path root, Collection<String> directories) {
        return of(root, directories, false);
    }

    /**
     * The hash over a module that {@code init} downloaded. Git's own directory at its top is left out: it holds the times
     * of the download, and the tool reads no configuration there.
     *
     * @throws IacException as {@link #of} says
     */
    public static Sha256 ofModule(Path directory) {
        return of(directory, List.of("."), true);
    }

    private static Sha256 of(Path root, Collection<String> directories, boolean withoutGit) {
        try {
            Path real = root.toRealPath();
            TreeHash hash = new TreeHash(real);
            if (withoutGit) {
                hash.seen.add(real.resolve(".git"));
            }
            for (String directory : directories) {
                hash.start(directory);
            }
            while (!hash.waiting.isEmpty()) {
                hash.add(hash.waiting.remove());
            }
            return Sha256.of(hash.text());
        } catch (NoSuchFileException e) {
            throw IacException.toolFailed(
                    DOING,
                    Text.printable(e.getFile()),
                    "a name that cannot be opened",
                    "a directory of the checkout with names that this machine's locale can express",
                    "check the directory; where names are not ASCII, run the agent in a UTF-8 locale");
        } catch (IOException e) {
            throw IacException.toolFailed(
                    DOING, root.toString(), e.toString(), "files that can be read", "check the disk");
        }
    }

    /** A directory's own files, and the links that its path goes through. */
    private void start(String directory) throws IOException {
        Path path = inside(root.resolve(directory).normalize(), directory);
        for (Path part = path; part != null && !part.equals(root); part = part.getParent()) {
            if (Files.isSymbolicLink(part)) {
                waiting.add(part);
            }
        }
        waiting.add(inside(path.toRealPath(), directory));
    }

    private String text() {
        StringBuilder text = new StringBuilder(HEADER);
        lines.forEach(
                (path, facts) -> text.append(facts).append(' ').append(path).append('\0'));
        return text.toString();
    }

    private void add(Path path) throws IOException {
        if (!seen.add(path)) {
            return;
        }
        String name = root.relativize(path).toString();
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            lines.put(
                    name,
                    "120000 "
                            + Sha256.of(Files.readSymbolicLink(path).toString()).hex());
            follow(path, name);
        } else if (attributes.isDirectory()) {
            try (Stream<Path> children = Files.list(path)) {
                children.forEach(waiting::add);
            }
        } else if (attributes.isRegularFile()) {
            boolean executable = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)
                    .contains(PosixFilePermission.OWNER_EXECUTE);
            String mode = executable ? "100755 " : "100644 ";
            lines.put(name, mode + Sha256.ofFile(path).hex());
        } else {
            throw IacException.refused(
                    DOING, name, "a device, socket or pipe", "files, directories and links", "remove it");
        }
    }

    /** What a link leads to belongs to the tree; a link to nothing is bound by its own text alone. */
    private void follow(Path link, String name) throws IOException {
        if (Files.exists(link)) {
            waiting.add(inside(link.toRealPath(), name));
        } else {
            inside(link.resolveSibling(Files.readSymbolicLink(link)).normalize(), name);
        }
    }

    private Path inside(Path path, String name) {
        if (!path.startsWith(root)) {
            throw IacException.refused(
                    DOING,
                    Text.printable(name),
                    "a path out of the checkout",
                    "a path within it",
                    "remove the link or the '..'");
        }
        return path;
    }

    private static int compareUtf8(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
