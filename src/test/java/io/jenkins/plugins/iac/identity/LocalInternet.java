package io.jenkins.plugins.iac.identity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A few names of the internet on this machine: a proxy that leads them all to one TLS server, whose certificate is good for
 * exactly these names. A program with {@link #environment} believes that it speaks with them; every other name is refused
 * and noted.
 */
final class LocalInternet implements AutoCloseable {
    /** What answers for a name. */
    interface Host {
        void answer(HttpExchange exchange, byte[] body) throws Exception;
    }

    private static final String PASSWORD = "changeit";

    private final Map<String, Host> hosts;
    private final Path certificate;
    private final HttpsServer server;
    private final ServerSocket proxy;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> strangers = Collections.synchronizedList(new ArrayList<>());

    LocalInternet(Path directory, Map<String, Host> hosts) throws Exception {
        this.hosts = new TreeMap<>(hosts);
        this.certificate = directory.resolve("certificate.pem");
        this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(keys(directory.resolve("keys.p12"))));
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
        this.proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    private SSLContext keys(Path store) throws Exception {
        String names = hosts.keySet().stream().map(h -> "dns:" + h).collect(Collectors.joining(","));
        keytool(
                store,
                "-genkeypair -keyalg EC -groupname secp256r1 -validity 7 -storetype PKCS12 -dname CN=test -ext SAN="
                        + names);
        keytool(store, "-exportcert -rfc -file " + certificate);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(Path store, String arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments.split(" ")));
        command.addAll(List.of("-alias", "test", "-keystore", store.toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
    }

    /** What a program needs to be in this internet. */
    Map<String, String> environment() {
        return Map.of(
                "HTTPS_PROXY", "http://127.0.0.1:" + proxy.getLocalPort(), "SSL_CERT_FILE", certificate.toString());
    }

    Path certificate() {
        return certificate;
    }

    /** Everything that was asked: method, name and path. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Names that somebody wanted and that are not here. */
    List<String> strangers() {
        return List.copyOf(strangers);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestHeaders().getFirst("Host").replaceFirst(":\\d+$", "");
        requests.add(exchange.getRequestMethod() + " " + name
                + exchange.getRequestURI().getPath());
        try (exchange) {
            hosts.get(name).answer(exchange, exchange.getRequestBody().readAllBytes());
        } catch (Exception e) {
            requests.add("failed: " + e);
            send(exchange, 500, "text/plain", String.valueOf(e));
        }
    }

    static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private void accept() {
        while (!proxy.isClosed()) {
            try {
                Socket client = proxy.accept();
                threads.execute(() -> connect(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            String line = head(in);
            String name = line.replaceFirst("^CONNECT ([^ :]*):443 .*", "$1");
            if (!hosts.containsKey(name)) {
                strangers.add(line);
                client.getOutputStream().write("HTTP/1.1 403 Forbidden\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                return;
            }
            try (Socket to = new Socket(
                    InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                threads.execute(() -> copy(to, client));
                in.transferTo(to.getOutputStream());
            }
        } catch (IOException e) {
            // Either side went away: that is how connections end.
            return;
        }
    }

    /** The first line; the others up to the empty one are read away, and not a byte more. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("no request");
            }
            head.append((char) b);
        }
        return head.substring(0, head.indexOf("\r\n"));
    }

    private static void copy(Socket from, Socket to) {
        try (OutputStream out = to.getOutputStream()) {
            from.getInputStream().transferTo(out);
        } catch (IOException e) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
