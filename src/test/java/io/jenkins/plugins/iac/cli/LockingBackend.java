package io.jenkins.plugins.iac.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A backend of the type {@code http} that keeps one state and its lock, which a test may hold as somebody else. */
public final class LockingBackend implements AutoCloseable {
    public static final String ID = "11111111-2222-3333-4444-555555555555";

    private final HttpServer server;
    private final List<String> asked = new ArrayList<>();
    private byte[] state;
    private byte[] lock;

    public LockingBackend() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/state", this::answer);
        server.start();
    }

    /** The member of a stack in the catalog. */
    public String member() {
        String address = "\"http://127.0.0.1:" + server.getAddress().getPort() + "/state\"";
        return "backend: {type: http, config: {address: " + address + ", lock_address: " + address
                + ", unlock_address: " + address + ", retry_max: 0}}";
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        asked.add(exchange.getRequestMethod());
        switch (exchange.getRequestMethod()) {
            case "GET" -> reply(exchange, state == null ? 404 : 200, state);
            case "POST" -> {
                state = body;
                reply(exchange, 200, null);
            }
            case "LOCK" -> {
                boolean free = lock == null;
                lock = free ? body : lock;
                reply(exchange, free ? 200 : 423, free ? null : lock);
            }
            default -> {
                lock = null;
                reply(exchange, 200, null);
            }
        }
    }

    private static void reply(HttpExchange exchange, int code, byte[] body) throws IOException {
        exchange.sendResponseHeaders(code, body == null ? -1 : body.length);
        if (body != null) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    /** Somebody else takes the lock. */
    public synchronized void hold() {
        lock = Json.object()
                .put("ID", ID)
                .put("Operation", "OperationTypeApply")
                .put("Info", "")
                .put("Who", "bob@laptop")
                .put("Version", "1.11.4")
                .put("Created", "2026-11-22T08:00:00Z")
                .put("Path", "")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    public synchronized void release() {
        lock = null;
    }

    /** How often a method was called since this was asked last. */
    synchronized long count(String method) {
        long count = asked.stream().filter(method::equals).count();
        asked.removeIf(method::equals);
        return count;
    }

    public synchronized String state() {
        return state == null ? "" : new String(state, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
