package io.jenkins.plugins.iac.scan;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Assume;

/** The real binary, for differential tests; a test that asks for it is skipped where there is none. */
final class Terraform {
    private final Path program;
    private final Path home;

    record Answer(int exitCode, String out, String err) {}

    private Terraform(Path program, Path home) {
        this.program = program;
        this.home = home;
    }

    static Terraform find(Path home) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
            for (String name : List.of("terraform", "tofu")) {
                if (Files.isExecutable(Path.of(directory, name))) {
                    return new Terraform(Path.of(directory, name), home);
                }
            }
        }
        Assume.assumeTrue("skipped: neither terraform nor tofu is on PATH", false);
        throw new AssertionError();
    }

    Answer run(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin", "CHECKPOINT_DISABLE", "1"));
        Process process = builder.start();
        process.getOutputStream().close();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Thread errors = new Thread(() -> {
            try {
                process.getErrorStream().transferTo(err);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        errors.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        errors.join();
        return new Answer(process.waitFor(), out, err.toString(StandardCharsets.UTF_8));
    }
}
