package io.jenkins.plugins.iac.source;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.process.ProcessRunner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        return Optional.of(directory)
                .filter(Files::isDirectory)
                .map(d -> new LocalClone(git, runner, d.toAbsolutePath().normalize()))
                .flatMap(in -> in.ask("rev-parse", "--show-toplevel"))
                .map(top -> new LocalClone(git, runner, Path.of(top)))
                .orElseThrow(() -> IacException.badInput(
                        DOING, where, "no git repository", "a clone of the stacks' repository", "correct it"));
    }

    /** Its top directory. */
    public Path root() {
        return root;
    }

    /** Where it was cloned from, as its configuration says. */
    public Optional<String> origin() {
        return ask("config", "--get", "remote.origin.url").filter(url -> !url.isBlank());
    }

    /**
     * The full name of a commit.
     *
     * @param name a commit, branch or tag
     * @param where how whoever named it calls it
     * @throws IacException of kind BAD_INPUT if the clone has none of that name
     */
    public String commit(String name, String where) {
        return Optional.of(name)
                .filter(n -> n.matches(NAME))
                .flatMap(n -> ask("rev-parse", "--verify", "--quiet", "--end-of-options", n + "^{commit}"))
                .filter(found -> found.matches(COMMIT))
                .orElseThrow(() -> IacException.badInput(
                        DOING,
                        where,
                        "no commit " + Text.printable(name),
                        "a commit, branch or tag of the clone",
                        "correct it, or fetch it"));
    }

    /** Paths that differ between two commits, both names of what was moved among them. */
    public List<String> changed(String before, String after) {
        String paths = ask("diff-tree", "-r", "-z", "--no-renames", "--name-only", before, after)
                .orElseThrow(() -> IacException.toolFailed(
                        DOING,
                        root.toString(),
                        "git cannot compare " + before + " and " + after,
                        "two commits of the clone",
                        "fetch them"));
        return Stream.of(paths.split("\0")).filter(p -> !p.isEmpty()).toList();
    }

    private Optional<String> ask(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-c", "safe.directory=*", "-c", "core.fsmonitor=false"));
        all.addAll(List.of(arguments));
        Map<String, String> environment = Map.of("GIT_CONFIG_NOSYSTEM", "1", "HOME", "/nonexistent");
        Git.Answer answer = new Git(git, runner, root, environment, TIMEOUT, root.toString()).run("asking git", all);
        return answer.ok() ? Optional.of(new String(answer.out(), StandardCharsets.UTF_8).strip()) : Optional.empty();
    }
}
