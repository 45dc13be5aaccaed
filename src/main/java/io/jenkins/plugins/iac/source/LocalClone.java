package io.jenkins.plugins.iac.source;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.process.ProcessRunner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A clone on this machine of which commits are read; neither it nor its working tree is changed, and no program that its
 * configuration names is started.
 */
public final class LocalClone {
    private static final String DOING = "looking at the code";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String COMMIT = "[0-9a-f]{40}|[0-9a-f]{64}";
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._/@{}~^-]{0,199}";

    private final Path git;
    private final ProcessRunner runner;
    private final Path root;

    private LocalClone(Path git, ProcessRunner runner, Path root) {
        this.git = git;
        this.runner = runner;
        this.root = root;
    }

    /**
     * The clone that a directory is in.
     *
     * @param git the program
     * @param where how whoever named the directory calls it
     * @throws IacException of kind BAD_INPUT if it is in none
     */
    public static LocalClone of(Path directory, Path git, ProcessRunner runner, String where) {
        if (!Files.isDirectory(directory)) {
            throw none(where, "no directory");
        }
        LocalClone in = new LocalClone(git, runner, directory.toAbsolutePath().normalize());
        Git.Answer top = in.ask("rev-parse", "--show-toplevel");
        if (!top.ok()) {
            throw none(where, "no git repository: " + top.why());
        }
        return new LocalClone(git, runner, Path.of(line(top)));
    }

    private static IacException none(String where, String found) {
        return IacException.badInput(DOING, where, found, "a clone of the stacks' repository", "correct it");
    }

    /** Its top directory. */
    public Path root() {
        return root;
    }

    /** Where it was cloned from, as its configuration says. */
    public Optional<String> origin() {
        return Optional.of(ask("config", "--get", "remote.origin.url"))
                .filter(Git.Answer::ok)
                .map(Git.Answer::text)
                .filter(url -> !url.isEmpty());
    }

    /**
     * The full name of a commit.
     *
     * @param name a commit, branch or tag
     * @param where how whoever named it calls it
     * @throws IacException of kind BAD_INPUT if the clone has none of that name
     */
    public String commit(String name, String where) {
        if (!name.matches(NAME)) {
            throw noCommit(name, where, "");
        }
        Git.Answer found = ask("rev-parse", "--verify", "--end-of-options", name + "^{commit}");
        if (!found.ok() || !found.text().matches(COMMIT)) {
            throw noCommit(name, where, ": " + found.why());
        }
        return found.text();
    }

    /** Whether it has a tag of this name; one that was not fetched is none. */
    public boolean hasTag(String name) {
        return name.matches(NAME)
                && ask("rev-parse", "--verify", "--quiet", "--end-of-options", "refs/tags/" + name)
                        .ok();
    }

    private static IacException noCommit(String name, String where, String why) {
        return IacException.badInput(
                DOING,
                where,
                "no commit " + Text.printable(name) + why,
                "a commit, branch or tag of the clone",
                "correct it, or fetch it");
    }

    /** Paths that differ between two commits, both names of what was moved among them. */
    public List<String> changed(String before, String after) {
        Git.Answer paths = ask(
                "diff-tree",
                "-r",
                "-z",
                "--no-renames",
                "--name-only",
                "--no-ext-diff",
                "--no-textconv",
                before,
                after,
                "--");
        if (!paths.ok()) {
            throw IacException.toolFailed(
                    DOING,
                    root.toString(),
                    "git cannot compare " + before + " and " + after + ": " + paths.why(),
                    "two commits of the clone",
                    "fetch them");
        }
        return Stream.of(new String(paths.out(), StandardCharsets.UTF_8).split("\0"))
                .filter(p -> !p.isEmpty())
                .toList();
    }

    /** What git printed, without the end of the line: the name of a directory may itself begin or end with blanks. */
    private static String line(Git.Answer answer) {
        String out = new String(answer.out(), StandardCharsets.UTF_8);
        return out.endsWith("\n") ? out.substring(0, out.length() - 1) : out;
    }

    private Git.Answer ask(String... arguments) {
        // Whose it is does not matter: nothing of its configuration is obeyed that could do harm.
        List<String> all = new ArrayList<>(List.of("-c", "safe.directory=*"));
        all.addAll(List.of(arguments));
        return new Git(git, runner, root, GitEnvironment.offline(git), TIMEOUT, root.toString()).run("asking git", all);
    }
}
