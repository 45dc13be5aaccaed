package io.jenkins.plugins.iac.plan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real binary, for tests; they skip where there is none on PATH. */
final class Terraform {
    private static final Path BINARY = find();
    private final Path dir;

    Terraform(Path dir) {
        this.dir = dir;
        assumeTrue("neither terraform nor tofu is on PATH", BINARY != null);
    }

    private static Path find() {
        for (String name : List.of("terraform", "tofu")) {
            for (String entry : System.getenv("PATH").split(File.pathSeparator)) {
                Path candidate = Path.of(entry, name);
                if (Files.isExecutable(candidate)) {
                    return candidate;
                }
            }
        }
        return null;
    }

    Terraform write(String file, String text) throws Exception {
        Files.createDirectories(dir.resolve(file).getParent());
        Files.writeString(dir.resolve(file), text);
        return this;
    }

    Path path(String file) {
        return dir.resolve(file);
    }

    /** Runs the tool and returns its standard output; fails the test if the tool fails. */
    String run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(BINARY.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(dir.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("TF_"));
        builder.environment().put("TF_IN_AUTOMATION", "1");
        builder.environment().put("CHECKPOINT_DISABLE", "1");
        File errors = File.createTempFile("terraform", ".err", dir.toFile());
        builder.redirectError(errors);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(120, TimeUnit.SECONDS);
        assertEquals(command + "\n" + output + Files.readString(errors.toPath()), 0, process.exitValue());
        return output;
    }
}
