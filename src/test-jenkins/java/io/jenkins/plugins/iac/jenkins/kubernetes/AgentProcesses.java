package io.jenkins.plugins.iac.jenkins.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.Assume;

/**
 * Runs the agent of a pod on this machine, as the first process of a process namespace of its own and with the environment of
 * its container and no other, as a container runtime does. Nothing else of a container is there.
 */
final class AgentProcesses implements FakeCluster.Kubelet {
    private static final Path UNSHARE = Path.of("/usr/bin/unshare");

    private final Path directory;
    private final Map<String, Process> running = new ConcurrentHashMap<>();
    private volatile boolean contained = true;

    /** Skips the test where no process namespace can be made. */
    AgentProcesses(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        List<String> trial = new ArrayList<>(namespace());
        trial.add("/bin/true");
        Assume.assumeTrue("skipped: no " + UNSHARE, Files.isExecutable(UNSHARE));
        Assume.assumeTrue(
                "skipped: no process namespace can be made here",
                new ProcessBuilder(trial).start().waitFor() == 0);
    }

    private static List<String> namespace() {
        List<String> command = new ArrayList<>(List.of(UNSHARE.toString()));
        if (!"root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("--user", "--map-current-user"));
        }
        command.addAll(List.of("--pid", "--fork", "--kill-child", "--mount-proc"));
        return command;
    }

    /** From now on the agent runs beside everything else on this machine, as no pod does. */
    void uncontained() {
        contained = false;
    }

    /** Where the agent of a pod works; what the pod's {@code workingDir} must say. */
    Path workingDirectory() {
        return directory.resolve("agent");
    }

    @Override
    public void start(JsonNode pod) throws IOException {
        String name = pod.path("metadata").path("name").asText();
        JsonNode container = pod.path("spec").path("containers").path(0);
        List<String> command = new ArrayList<>(contained ? namespace() : List.of());
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("KUBERNETES_SERVICE_HOST", "10.96.0.1");
        container
                .path("env")
                .forEach(e ->
                        environment.put(e.path("name").asText(), e.path("value").asText("")));
        Path jar = directory.resolve("agent.jar");
        if (!Files.exists(jar)) {
            try (InputStream in = URI.create(environment.get("JENKINS_URL") + "jnlpJars/agent.jar")
                    .toURL()
                    .openStream()) {
                Files.copy(in, jar);
            }
        }
        Files.createDirectories(workingDirectory());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-jar",
                jar.toString(),
                "-url",
                environment.get("JENKINS_URL"),
                "-name",
                environment.get("JENKINS_AGENT_NAME"),
                "-secret",
                environment.get("JENKINS_SECRET"),
                "-webSocket",
                "-noReconnect",
                "-workDir",
                environment.get("JENKINS_AGENT_WORKDIR")));
        builder.redirectErrorStream(true);
        builder.redirectOutput(new File(directory.toFile(), name + ".log"));
        running.put(name, builder.start());
    }

    @Override
    public void stop(String pod) {
        Process process = running.remove(pod);
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        List.copyOf(running.keySet()).forEach(this::stop);
    }
}
