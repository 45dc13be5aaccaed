package io.jenkins.plugins.iac.tool;

import io.jenkins.plugins.iac.model.Backend;
import io.jenkins.plugins.iac.model.PoolTool;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.Assume;

/** The real binary, a working directory and all events of one test. */
final class RealTool {
    /** A stack with a variable and two objects. */
    static final String CODE =
            """
            terraform {
              backend "local" {}
            }
            variable "region" {
              type = string
            }
            resource "terraform_data" "a" {
              input = var.region
            }
            resource "terraform_data" "b" {
              input = terraform_data.a.output
            }
            output "region" {
              value = terraform_data.b.output
            }
            """;

    final LocalProcessRunner runner = new LocalProcessRunner();
    final List<ProgressEvent> events = Collections.synchronizedList(new ArrayList<>());
    final Path root;
    final Path code;
    final ToolBinary binary;
    private int environments;
    private ToolEnvironment last;

    RealTool(Path root) throws IOException {
        this.root = root.toRealPath();
        this.code = Files.createDirectory(this.root.resolve("code"));
        Path path = find();
        boolean tofu = path.getFileName().toString().equals("tofu");
        String version = System.getProperty("iac.test.version", versionOf(path));
        this.binary = ToolBinary.verify(
                new PoolTool(tofu ? "opentofu" : "terraform", version, path.toString(), Sha256.ofFile(path)), runner);
    }

    /** The binary, or a skipped test with a line that says why. */
    static Path find() {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            for (String name : List.of("terraform", "tofu")) {
                Path path = Path.of(directory, name);
                if (path.isAbsolute() && Files.isExecutable(path)) {
                    return path;
                }
            }
        }
        Assume.assumeTrue("skipped: neither terraform nor tofu is on PATH", false);
        throw new IllegalStateException();
    }

    static String versionOf(Path path) throws IOException {
        Process process = new ProcessBuilder(path.toString(), "version").start();
        String line = new String(process.getInputStream().readAllBytes())
                .lines()
                .findFirst()
                .orElseThrow();
        return line.substring(line.indexOf(" v") + 2);
    }

    RealTool write(String file, String text) throws IOException {
        Files.createDirectories(code.resolve(file).getParent());
        Files.writeString(code.resolve(file), text);
        return this;
    }

    ToolEnvironment environment(List<String> allowed, Map<String, String> inherited) {
        last = ToolEnvironment.create(root.resolve("private" + environments++), null, allowed, inherited);
        return last;
    }

    Backend backend() {
        return new Backend(
                "local", Map.of("path", root.resolve("state/s.tfstate").toString()));
    }

    /** The tool in a directory that is initialised. */
    Terraform ready(ToolLimits limits) {
        Terraform terraform = terraform(limits);
        terraform.init(backend());
        return terraform;
    }

    Terraform terraform() {
        return terraform(ToolLimits.DEFAULT);
    }

    Terraform terraform(ToolLimits limits) {
        return terraform(environment(List.of(), Map.of()), limits);
    }

    Terraform terraform(ToolEnvironment environment, ToolLimits limits) {
        return new Terraform(
                runner,
                new ToolContext(
                        binary,
                        environment,
                        code,
                        "test/stack",
                        limits,
                        events::add,
                        text -> text.replace("hunter2", "***")));
    }

    /** What the tool itself says is selected, for the environment that was made last. */
    String workspace() throws IOException {
        ProcessBuilder show =
                new ProcessBuilder(binary.path().toString(), "workspace", "show").directory(code.toFile());
        show.environment().keySet().removeIf(name -> name.startsWith("TF_"));
        show.environment().put("TF_DATA_DIR", last.dataDirectory().toString());
        return new String(show.start().getInputStream().readAllBytes()).strip();
    }

    String log() {
        StringBuilder log = new StringBuilder();
        events.forEach(event -> log.append(event.message()).append('\n'));
        return log.toString();
    }

    Path plan(String name) {
        return root.resolve(name + ".tfplan");
    }
}
