package io.jenkins.plugins.iac.source;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Assume;

/** A repository made with the real git, for tests. */
final class TestRepository {
    private static final Map<String, String> PERSON = Map.of(
            "GIT_AUTHOR_NAME", "Alice",
            "GIT_AUTHOR_EMAIL", "alice@northstar.example",
            "GIT_COMMITTER_NAME", "Alice",
            "GIT_COMMITTER_EMAIL", "alice@northstar.example",
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "PATH", "/usr/local/bin:/usr/bin:/bin");

    private final Path program = program("git");
    private final Path directory;

    TestRepository(Path directory, String... initOptions) {
        this.directory = directory;
        List<String> init = new ArrayList<>(List.of("init", "-q", "-b", "main"));
        init.addAll(List.of(initOptions));
        git(init.toArray(String[]::new));
    }

    /** The program's absolute path; the test is skipped where it is missing. */
    static Path program(String name) {
        for (String part : List.of("/usr/local/bin", "/usr/bin", "/bin")) {
            if (Files.isExecutable(Path.of(part, name))) {
                return Path.of(part, name);
            }
        }
        Assume.assumeTrue("skipped: no " + name + " on this machine", false);
        throw new AssertionError();
    }

    Path path() {
        return directory;
    }

    String url() {
        return directory.toString();
    }

    TestRepository write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    /** Commits everything, also what would be ignored, and returns the commit. */
    String commit(String message, String... options) {
        git("add", "-A", "-f");
        List<String> commit = new ArrayList<>(List.of("commit", "-q", "--allow-empty", "-m", message));
        commit.addAll(List.of(options));
        git(commit.toArray(String[]::new));
        return git("rev-parse", "HEAD");
    }

    String git(String... arguments) {
        return gitWith(Map.of(), arguments);
    }

    String gitWith(Map<String, String> more, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        Map<String, String> environment = new TreeMap<>(PERSON);
        environment.put("HOME", directory.toString());
        environment.putAll(more);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertEquals(command + ": " + output, 0, process.waitFor());
            return output;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
