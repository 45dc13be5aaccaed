package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.PoolTool;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import io.jenkins.plugins.iac.process.ProcessResult;
import io.jenkins.plugins.iac.process.ProcessSpec;
import io.jenkins.plugins.iac.process.TextSink;
import io.jenkins.plugins.iac.run.AllowedSigners;
import io.jenkins.plugins.iac.run.Location;
import io.jenkins.plugins.iac.worker.JobRequest;
import io.jenkins.plugins.iac.worker.WorkerTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The code as it lies on this machine. A git repository is checked out anew at the commit that was named, so that what was
 * edited in its working tree has no effect; files that no commit vouches for are copied, and the evidence says so.
 *
 * @param commitVerified whether the commit is the HEAD of the repository
 */
record LocalSource(Path repository, Path copyOf, boolean commitVerified) {
    private static final String DOING = "looking at the code";

    static LocalSource of(Path directory, String commit, Stack stack) {
        Path real;
        try {
            real = directory.toRealPath();
        } catch (IOException e) {
            throw IacException.badInput(
                    DOING, "--dir", "no directory " + directory, "a clone of the stack's repository", "correct --dir");
        }
        Optional<Path> top = git(real, "rev-parse", "--show-toplevel").map(Path::of);
        if (top.isPresent() && commit.matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
            Optional<String> known = git(top.get(), "rev-parse", "--verify", "--quiet", commit + "^{commit}");
            if (known.isPresent()) {
                boolean head = git(top.get(), "rev-parse", "HEAD").equals(known);
                return new LocalSource(top.get(), null, head);
            }
        }
        Path files = Files.isDirectory(real.resolve(stack.directory())) ? real : asStack(real, stack);
        return new LocalSource(null, files, false);
    }

    /** The directory may be the stack's own rather than the repository's: then what is above it is its root. */
    private static Path asStack(Path directory, Stack stack) {
        Path root = directory;
        for (int i = 0; i < Path.of(stack.directory()).getNameCount() && root != null; i++) {
            root = root.getParent();
        }
        if (root != null && root.resolve(stack.directory()).equals(directory)) {
            return root;
        }
        throw IacException.badInput(
                DOING,
                "--dir " + directory,
                "no directory " + stack.directory(),
                "a clone of the stack's repository, or the stack's directory in one",
                "correct --dir, or 'directory' of the stack in the catalog");
    }

    Location location(CliEngine engine, Stack stack, Environment environment, Path catalogFile) {
        return new Location(
                program("git").orElseThrow(LocalSource::noGit).toString(),
                repository == null ? null : repository.toString(),
                copyOf == null ? null : copyOf.toString(),
                AllowedSigners.read(environment, DurableFiles.directoryOf(catalogFile)),
                JobRequest.GitFiles.NONE,
                () -> fallbackTool(stack),
                engine.home().state().toString(),
                WorkerTools.ROOT.toString());
    }

    static Path git() {
        return program("git").orElseThrow(LocalSource::noGit);
    }

    private static IacException noGit() {
        return IacException.toolFailed(DOING, "PATH", "no git", "git on the PATH", "install git");
    }

    /** The tool that a person of this machine would get, fixed by path and checksum. */
    private static PoolTool fallbackTool(Stack stack) {
        List<String> names = stack.tool() == null
                ? List.of("terraform", "tofu")
                : List.of(
                        stack.tool().name().equals("opentofu")
                                ? "tofu"
                                : stack.tool().name());
        for (String name : names) {
            Optional<Path> found = program(name);
            if (found.isPresent()) {
                return describe(found.get());
            }
        }
        return null;
    }

    static PoolTool describe(Path program) {
        try {
            Path real = program.toRealPath();
            TextSink out = new TextSink(4096);
            run(real, real.getParent(), out, "version");
            String[] words = out.text().lines().findFirst().orElse("").split(" v", 2);
            if (words.length < 2) {
                return null;
            }
            String name = words[0].equals("OpenTofu") ? "opentofu" : "terraform";
            return new PoolTool(name, words[1].strip(), real.toString(), Sha256.ofFile(real));
        } catch (IOException e) {
            return null;
        }
    }

    /** A program on the PATH of whoever calls, as an absolute path. */
    static Optional<Path> program(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .filter(p -> p.startsWith("/"))
                .map(p -> Path.of(p).resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<String> git(Path directory, String... arguments) {
        Path git = program("git").orElseThrow(LocalSource::noGit);
        TextSink out = new TextSink(16 << 20);
        List<String> all = new ArrayList<>(List.of("-c", "safe.directory=*", "-c", "core.fsmonitor=false"));
        all.addAll(List.of(arguments));
        ProcessResult result = run(git, directory, out, all.toArray(String[]::new));
        return result.succeeded() ? Optional.of(out.text().strip()) : Optional.empty();
    }

    private static ProcessResult run(Path program, Path directory, TextSink out, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        return new LocalProcessRunner()
                .run(new ProcessSpec(
                        "asking " + program.getFileName(),
                        command,
                        directory,
                        Map.of("GIT_CONFIG_NOSYSTEM", "1", "HOME", "/nonexistent", "CHECKPOINT_DISABLE", "1"),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(2),
                        16 << 20,
                        out,
                        new TextSink(1 << 16)));
    }
}
