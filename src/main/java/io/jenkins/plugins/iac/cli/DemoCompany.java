package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.PoolTool;
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import io.jenkins.plugins.iac.process.ProcessResult;
import io.jenkins.plugins.iac.process.ProcessSpec;
import io.jenkins.plugins.iac.process.TextSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Northstar, the sample company: its git repository and its catalog, made in a directory of the demo's own. */
final class DemoCompany {
    private static final String RESOURCES = "/io/jenkins/plugins/iac/cli/northstar/";
    private static final String DOING = "setting up the sample company";
    private final Path directory;
    private final Path git;
    private final PoolTool tool;

    private DemoCompany(Path directory, Path git, PoolTool tool) {
        this.directory = directory;
        this.git = git;
        this.tool = tool;
    }

    /**
     * Makes repository and catalog.
     *
     * @throws IacException of kind TOOL_FAILED without git, or without terraform and tofu
     */
    static DemoCompany make(Path directory) {
        Path git = LocalSource.program("git")
                .orElseThrow(() -> IacException.toolFailed(DOING, "PATH", "no git", "git", "install git"));
        PoolTool tool = LocalSource.program("terraform")
                .or(() -> LocalSource.program("tofu"))
                .map(LocalSource::describe)
                .orElseThrow(() -> IacException.toolFailed(
                        DOING,
                        "PATH",
                        "neither terraform nor tofu",
                        "the real tool: the demo pretends nothing",
                        "install Terraform or OpenTofu and call the demo again"));
        DemoCompany company = new DemoCompany(directory, git, tool);
        try {
            company.write();
        } catch (IOException e) {
            throw IacException.toolFailed(
                    DOING, directory.toString(), e.toString(), "a directory that can be written", "name another one");
        }
        return company;
    }

    private void write() throws IOException {
        for (String file : resource("files.txt").lines().toList()) {
            String text = resource(file);
            Path target = file.equals("iac.yaml") ? catalog() : repository().resolve(file);
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.equals("iac.yaml") ? withTool(text) : text);
        }
        git("init", "--quiet", "--initial-branch=main");
        commit("The infrastructure of Northstar");
    }

    /** The pools name the very tool of this machine, by path, version and checksum. */
    private String withTool(String catalog) {
        return catalog.replaceAll("sha256:0{64}", tool.sha256().toString())
                .replace("path: /usr/local/bin/terraform", "path: " + tool.path())
                .replace(
                        "{name: terraform, version: \"1.11.4\"",
                        "{name: " + tool.name() + ", version: \"" + tool.version() + "\"");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = DemoCompany.class.getResourceAsStream(RESOURCES + name)) {
            if (in == null) {
                throw new IOException("the sample company's " + name + " is not in this program");
            }
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    Path repository() {
        return directory.resolve("infra-live");
    }

    Path catalog() {
        return directory.resolve("iac.yaml");
    }

    PoolTool tool() {
        return tool;
    }

    /** Changes a text in a file of the working tree, as an editor would. */
    void edit(String file, String from, String to) throws IOException {
        Path path = repository().resolve(file);
        String text = Files.readString(path);
        if (!text.contains(from)) {
            throw new IOException(file + " has no " + from);
        }
        Files.writeString(path, text.replace(from, to));
    }

    /** Commits everything and returns the commit. */
    String commit(String message) {
        git("add", "--all");
        git(
                "-c",
                "user.name=Alice",
                "-c",
                "user.email=alice@northstar.example",
                "commit",
                "--quiet",
                "--message",
                message);
        return git("rev-parse", "HEAD");
    }

    String head() {
        return git("rev-parse", "HEAD");
    }

    private String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of(git.toString()));
        command.addAll(List.of(arguments));
        TextSink out = new TextSink(1 << 16);
        TextSink err = new TextSink(1 << 16);
        ProcessResult result = new LocalProcessRunner()
                .run(new ProcessSpec(
                        DOING,
                        command,
                        repository(),
                        Map.of("HOME", directory.toString(), "GIT_CONFIG_NOSYSTEM", "1", "GIT_TERMINAL_PROMPT", "0"),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(2),
                        1 << 20,
                        out,
                        err));
        if (!result.succeeded()) {
            throw IacException.toolFailed(
                    DOING,
                    "git " + String.join(" ", arguments),
                    Optional.of(err.text().strip()).filter(t -> !t.isEmpty()).orElse("exit code " + result.exitCode()),
                    "success",
                    "look at the git of this machine");
        }
        return out.text().strip();
    }
}
