package io.jenkins.plugins.iac.jenkins.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of a Kubernetes API as the Kubernetes plugin asks for: pods are created, listed, watched, read and deleted. What is
 * created is kept as it arrived, and handed to something that runs it.
 */
final class FakeCluster implements AutoCloseable {
    /** Runs the pods. */
    interface Kubelet extends AutoCloseable {
        void start(JsonNode pod) throws IOException;

        void stop(String pod);

        @Override
        void close();
    }

    private static final Pattern PODS = Pattern.compile("/api/v1/namespaces/([^/]+)/pods(?:/([^/]+))?(/log)?");
    private static final Pattern NAMED = Pattern.compile("fieldSelector=metadata\\.name(?:=|%3D)([^&]+)");
    private static final byte[] NEWLINE = "\n".getBytes(StandardCharsets.US_ASCII);

    private record Watch(String namespace, String name, BlockingQueue<ObjectNode> events) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Kubelet kubelet;
    private final Map<String, ObjectNode> pods = new ConcurrentHashMap<>();
    private final List<JsonNode> created = new CopyOnWriteArrayList<>();
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final AtomicLong version = new AtomicLong(1);
    private volatile boolean open = true;

    FakeCluster(Kubelet kubelet) throws IOException {
        this.kubelet = kubelet;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Every pod that was asked for, as it arrived, with the namespace of its address. */
    List<JsonNode> created() {
        return List.copyOf(created);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Matcher pod = PODS.matcher(exchange.getRequestURI().getPath());
            String query = String.valueOf(exchange.getRequestURI().getRawQuery());
            if ("websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Upgrade"))) {
                // The client then asks for the same as a stream, as it does behind a proxy that knows no web sockets.
                write(exchange, 200, Json.object());
            } else if (!pod.matches()) {
                list(exchange, List.of());
            } else if (pod.group(3) != null) {
                exchange.sendResponseHeaders(200, -1);
            } else if (exchange.getRequestMethod().equals("POST")) {
                create(exchange, pod.group(1));
            } else if (pod.group(2) != null) {
                one(exchange, pod.group(1) + "/" + pod.group(2));
            } else {
                many(exchange, pod.group(1), query);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void create(HttpExchange exchange, String namespace) throws IOException {
        ObjectNode pod = (ObjectNode) Json.mapper().readTree(exchange.getRequestBody());
        created.add(pod.deepCopy().put("postedTo", namespace));
        ObjectNode metadata = pod.withObject("/metadata");
        metadata.put("uid", UUID.randomUUID().toString());
        metadata.put("namespace", namespace);
        pod.withObject("/status").put("phase", "Pending");
        keep("ADDED", pod);
        write(exchange, 201, pod);
        kubelet.start(pod);
        ObjectNode running = pod.deepCopy();
        ObjectNode status = running.withObject("/status");
        status.put("phase", "Running");
        ArrayNode conditions = status.putArray("conditions");
        conditions.addObject().put("type", "Ready").put("status", "True");
        ArrayNode containers = status.putArray("containerStatuses");
        for (JsonNode container : pod.path("spec").path("containers")) {
            ObjectNode one = containers.addObject();
            one.put("name", container.path("name").asText());
            one.put("ready", true);
            one.put("image", container.path("image").asText());
            one.put("imageID", container.path("image").asText());
            one.putObject("state").putObject("running");
        }
        keep("MODIFIED", running);
    }

    private void one(HttpExchange exchange, String key) throws IOException {
        ObjectNode pod = pods.get(key);
        if (pod == null) {
            write(
                    exchange,
                    404,
                    Json.object().put("kind", "Status").put("code", 404).put("reason", "NotFound"));
            return;
        }
        if (exchange.getRequestMethod().equals("DELETE")) {
            pods.remove(key);
            kubelet.stop(pod.path("metadata").path("name").asText());
            tell("DELETED", pod);
        }
        write(exchange, 200, pod);
    }

    private void many(HttpExchange exchange, String namespace, String query) throws IOException, InterruptedException {
        Matcher named = NAMED.matcher(query);
        String name = named.find() ? named.group(1) : null;
        if (!query.contains("watch=true")) {
            list(
                    exchange,
                    pods.values().stream().filter(p -> fits(p, namespace, name)).toList());
            return;
        }
        Watch watch = new Watch(namespace, name, new LinkedBlockingQueue<>());
        watches.add(watch);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            while (open) {
                ObjectNode event = watch.events().poll(200, TimeUnit.MILLISECONDS);
                if (event != null) {
                    body.write(Json.write(event).getBytes(StandardCharsets.UTF_8));
                    body.write(NEWLINE);
                    body.flush();
                }
            }
        } finally {
            watches.remove(watch);
        }
    }

    private static boolean fits(JsonNode pod, String namespace, String name) {
        JsonNode metadata = pod.path("metadata");
        return metadata.path("namespace").asText().equals(namespace)
                && (name == null || metadata.path("name").asText().equals(name));
    }

    private void keep(String event, ObjectNode pod) {
        ObjectNode metadata = pod.withObject("/metadata");
        metadata.put("resourceVersion", String.valueOf(version.incrementAndGet()));
        pods.put(
                metadata.path("namespace").asText() + "/"
                        + metadata.path("name").asText(),
                pod);
        tell(event, pod);
    }

    private void tell(String type, ObjectNode pod) {
        ObjectNode event = Json.object().put("type", type);
        event.set("object", pod);
        watches.stream().filter(w -> fits(pod, w.namespace(), w.name())).forEach(w -> w.events()
                .add(event));
    }

    private void list(HttpExchange exchange, List<ObjectNode> items) throws IOException {
        ObjectNode list = Json.object().put("apiVersion", "v1").put("kind", "PodList");
        list.putObject("metadata").put("resourceVersion", String.valueOf(version.get()));
        list.putArray("items").addAll(items);
        write(exchange, 200, list);
    }

    private static void write(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = Json.write(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        open = false;
        kubelet.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
