package io.jenkins.plugins.iac.receipt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Tri;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Host, user, container, pod and age, from what Linux and Kubernetes put into the file system. */
final class SystemFacts {
    /** Where Kubernetes mounts the token of the service account. */
    static final String SERVICE_ACCOUNT = "var/run/secrets/kubernetes.io/serviceaccount";

    /** How the variables begin that a host writes into the environment of a pod that it admitted. */
    private static final String ADMITTED = "IAC_RUNNERS_POD_";

    private static final Pattern UID = Pattern.compile("(?m)^Uid:\\s+\\d+\\s+(\\d+)");
    private static final Pattern CONTAINER_GROUP = Pattern.compile("docker|kubepods|containerd|libpod|lxc|crio");
    private static final Pattern OVERLAY_ROOT = Pattern.compile("(?m)^\\S+ \\S+ \\S+ \\S+ / .* - overlay ");
    private static final int TICKS_A_SECOND = 100;
    private static final int START_FIELD = 19;

    private final Machine machine;

    SystemFacts(Machine machine) {
        this.machine = machine;
    }

    private Optional<String> file(String path) {
        return SmallFiles.read(machine.root().resolve(path));
    }

    String host() {
        return file("proc/sys/kernel/hostname")
                .or(() -> file("etc/hostname"))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .orElse(null);
    }

    private Optional<String> uid() {
        return file("proc/self/status").map(UID::matcher).filter(Matcher::find).map(m -> m.group(1));
    }

    Tri root() {
        return uid().map(uid -> Tri.of(uid.equals("0"))).orElse(Tri.UNKNOWN);
    }

    String user() {
        return uid().map(uid -> file("etc/passwd")
                        .orElse("")
                        .lines()
                        .map(line -> line.split(":", 4))
                        .filter(parts -> parts.length == 4 && parts[2].equals(uid))
                        .map(parts -> parts[0])
                        .findFirst()
                        .orElse("uid " + uid))
                .orElse(null);
    }

    Tri container() {
        if (Files.exists(machine.root().resolve(".dockerenv"))
                || Files.exists(machine.root().resolve("run/.containerenv"))
                || machine.environment().containsKey("KUBERNETES_SERVICE_HOST")) {
            return Tri.YES;
        }
        Optional<String> group = file("proc/1/cgroup");
        Optional<String> mounts = file("proc/self/mountinfo");
        if (group.filter(text -> CONTAINER_GROUP.matcher(text).find()).isPresent()
                || mounts.filter(text -> OVERLAY_ROOT.matcher(text).find()).isPresent()) {
            return Tri.YES;
        }
        return group.isPresent() && mounts.isPresent() ? Tri.NO : Tri.UNKNOWN;
    }

    /**
     * Age of process 1. In a container the uptime is that of the machine underneath, while process 1 is the container's.
     */
    Duration age() {
        try {
            double uptime =
                    Double.parseDouble(file("proc/uptime").orElseThrow().strip().split(" ")[0]);
            String stat = file("proc/1/stat").orElseThrow();
            // The name in parentheses may hold spaces and parentheses; the fields after it do not.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            double started = Double.parseDouble(fields[START_FIELD]) / TICKS_A_SECOND;
            return Duration.ofSeconds(Math.max(0, (long) (uptime - started)));
        } catch (RuntimeException e) {
            return null;
        }
    }

    /**
     * The pod, from the mounted service account, else from what was written into the container's environment when the pod
     * was admitted; null where there is neither, which is not to say that it is no pod.
     */
    Receipt.Pod pod() {
        Path directory = machine.root().resolve(SERVICE_ACCOUNT);
        JsonNode claims = SmallFiles.read(directory.resolve("token"))
                .map(SystemFacts::claims)
                .orElse(Json.object());
        JsonNode kubernetes = claims.path("kubernetes.io");
        String namespace = SmallFiles.read(directory.resolve("namespace"))
                .map(String::strip)
                .orElseGet(() -> started("NAMESPACE"));
        String name = text(kubernetes.path("pod").path("name"), "NAME");
        String account = text(kubernetes.path("serviceaccount").path("name"), "SERVICE_ACCOUNT");
        return namespace == null && name == null && account == null ? null : new Receipt.Pod(namespace, name, account);
    }

    /** The image that the pod was admitted with, or null. */
    String image() {
        return started("IMAGE");
    }

    /**
     * A variable that the container was started with. Read from process 1, whose environment no script can change: that of
     * this process may be what a script says.
     */
    private String started(String variable) {
        String prefix = ADMITTED + variable + "=";
        return file("proc/1/environ")
                .flatMap(text -> Arrays.stream(text.split("\0"))
                        .filter(entry -> entry.startsWith(prefix))
                        .map(entry -> entry.substring(prefix.length()))
                        .findFirst())
                .filter(value -> !value.isEmpty())
                .orElse(null);
    }

    /** The payload of a token, whose signature says nothing to us: it is what the agent says of itself. */
    private static JsonNode claims(String token) {
        String[] parts = token.strip().split("\\.");
        try {
            byte[] payload = Base64.getUrlDecoder().decode(parts.length == 3 ? parts[1] : "");
            return Json.parse(new String(payload, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | JsonProcessingException e) {
            return Json.object();
        }
    }

    private String text(JsonNode node, String otherwise) {
        return node.isTextual() ? node.asText() : started(otherwise);
    }
}
