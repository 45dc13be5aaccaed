package io.jenkins.plugins.iac.jenkins.run;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.StreamBuildListener;
import hudson.model.TaskListener;
import io.jenkins.plugins.iac.run.Artifacts;
import io.jenkins.plugins.iac.run.RunServices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Copies what the engine keeps of a run to the build's artifacts, below {@code iac/RUN}. Copies for people: whoever may
 * read the build may read them, and whoever may archive may overwrite them. The evidence is in the engine's log.
 */
public final class RunArtifacts {
    private RunArtifacts() {}

    /** Where a file of a run is among the artifacts of its build. */
    public static String path(String id, String name) {
        return "iac/" + id + "/" + name;
    }

    /** Writes anew what the run's facts say and archives everything that is there. Blocks. */
    public static void archive(Run<?, ?> build, String id, RunServices services, TaskListener listener)
            throws IOException, InterruptedException {
        Path directory = services.artifacts(id);
        Files.createDirectories(directory);
        new Artifacts(services).refresh(services.book().get(id));
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(directory)) {
            all.filter(Files::isRegularFile)
                    .map(f -> f.getFileName().toString())
                    .forEach(name -> files.put(path(id, name), name));
        }
        if (!files.isEmpty()) {
            build.pickArtifactManager()
                    .archive(
                            new FilePath(directory.toFile()),
                            new Launcher.LocalLauncher(listener),
                            new StreamBuildListener(listener.getLogger(), StandardCharsets.UTF_8),
                            files);
        }
    }
}
