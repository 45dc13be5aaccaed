package io.jenkins.plugins.iac.runtask;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An external check on this machine, over TLS, with a certificate of its own for 127.0.0.1. */
public final class CheckServer implements AutoCloseable {
    /** Answers one request. */
    public interface Answer {
        void to(HttpExchange exchange, JsonNode question) throws IOException;
    }

    private static final char[] PASSWORD = "changeit".toCharArray();
    private final HttpsServer server;
    private final Path certificate;
    private final List<Dsse> received = new ArrayList<>();
    private volatile Answer answer;

    public CheckServer(Path directory) throws Exception {
        Path store = directory.resolve("check.p12");
        certificate = directory.resolve("check.pem");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        run(
                keytool,
                "-genkeypair",
                "-alias",
                "check",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "7",
                "-dname",
                "CN=check",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD));
        run(
                keytool,
                "-exportcert",
                "-rfc",
                "-alias",
                "check",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD),
                "-file",
                certificate.toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", this::handle);
        server.start();
        says("passed");
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(output, 0, process.waitFor());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Dsse envelope = Dsse.ofJson(Json.mapper().readTree(exchange.getRequestBody()));
            synchronized (received) {
                received.add(envelope);
            }
            answer.to(exchange, Json.mapper().readTree(envelope.payload()));
        }
    }

    public void answers(Answer next) {
        answer = next;
    }

    /** A proper answer with this status. */
    public void says(String status) {
        answers((exchange, question) ->
                send(exchange, 200, "application/json", proper(question, status).toString()));
    }

    public static ObjectNode proper(JsonNode question, String status) {
        return Json.object()
                .put("run", question.path("run").asText())
                .put("nonce", question.path("nonce").asText())
                .put("status", status)
                .put("message", "said " + status);
    }

    public static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** What was asked, oldest first. */
    public List<Dsse> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    public JsonNode question(int index) throws IOException {
        return Json.mapper().readTree(received().get(index).payload());
    }

    public String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort() + "/check";
    }

    public Path certificate() {
        return certificate;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
