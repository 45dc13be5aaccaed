package io.jenkins.plugins.iac.jenkins.step;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.rules.ExternalResource;

/** A state over HTTP whose answers are held back, so that the tool is planning for as long as a test wants it. */
final class HeldBackend extends ExternalResource {
    private final CountDownLatch hold = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<byte[]> state = new AtomicReference<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @Override
    protected void before() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/state", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        try {
            hold.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean taken = exchange.getRequestMethod().equals("POST");
        if (taken) {
            state.set(body);
        }
        byte[] answer = taken || state.get() == null ? new byte[0] : state.get();
        exchange.sendResponseHeaders(taken || state.get() != null ? 200 : 404, answer.length == 0 ? -1 : answer.length);
        if (answer.length > 0) {
            exchange.getResponseBody().write(answer);
        }
        exchange.close();
    }

    @Override
    protected void after() {
        letGo();
        server.stop(0);
        threads.shutdown();
    }

    /** Answers from now on. */
    void letGo() {
        hold.countDown();
    }

    int asked() {
        return asked.get();
    }

    /** The line of a catalog that names it. */
    String line() {
        return "backend: {type: http, config: {retry_max: 0, address: \"http://127.0.0.1:"
                + server.getAddress().getPort() + "/state\"}}";
    }
}
