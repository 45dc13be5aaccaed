package io.jenkins.plugins.iac.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.Assume;

/** A real browser with a keyboard and what a screen reader is told, over its debugging protocol. For one thread. */
public final class Browser implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final String session;
    private int last;

    /** Starts one; skips the test where there is none. */
    public static Browser open(Path directory) throws Exception {
        String program = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
        Assume.assumeTrue("skipped: no chromium on PATH", program != null);
        return new Browser(program, directory);
    }

    private Browser(String program, Path directory) throws Exception {
        process = new ProcessBuilder(
                        program,
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--remote-debugging-port=0",
                        "--remote-allow-origins=*",
                        "--window-size=1200,1000",
                        "--user-data-dir=" + directory,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("browser.log").toFile())
                .start();
        Path port = directory.resolve("DevToolsActivePort");
        List<String> lines = List.of();
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS); lines.size() < 2; ) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new IOException("the browser does not start");
            }
            Thread.sleep(100);
            lines = Files.exists(port) ? Files.readAllLines(port) : List.of();
        }
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)), new Listener())
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        String target = call("Target.createTarget", Json.object().put("url", "about:blank"), null)
                .path("targetId")
                .asText();
        session = call(
                        "Target.attachToTarget",
                        Json.object().put("targetId", target).put("flatten", true),
                        null)
                .path("sessionId")
                .asText();
        call("Accessibility.enable", Json.object());
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean whole) {
            text.append(data);
            if (whole) {
                try {
                    JsonNode message = Json.parse(text.toString());
                    CompletableFuture<JsonNode> answer =
                            answers.remove(message.path("id").asInt());
                    if (answer != null) {
                        answer.complete(message);
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    private JsonNode call(String method, ObjectNode parameters) throws Exception {
        return call(method, parameters, session);
    }

    private JsonNode call(String method, ObjectNode parameters, String in) throws Exception {
        ObjectNode message = Json.object().put("id", ++last).put("method", method);
        message.set("params", parameters);
        if (in != null) {
            message.put("sessionId", in);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(last, answer);
        socket.sendText(Json.write(message), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        JsonNode said = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (said.has("error")) {
            throw new AssertionError(method + ": " + said.path("error"));
        }
        return said.path("result");
    }

    /** Sends this with every request from now on. */
    public void header(String name, String value) throws Exception {
        call("Network.enable", Json.object());
        ObjectNode headers = Json.object();
        headers.putObject("headers").put(name, value);
        call("Network.setExtraHTTPHeaders", headers);
    }

    /** Opens a page and waits until all of it is there. */
    public void goTo(String url) throws Exception {
        call("Page.navigate", Json.object().put("url", url));
        until("location.href !== 'about:blank' && document.readyState === 'complete'");
    }

    /** Waits until an expression of the page's own script is true. */
    public void until(String expression) throws Exception {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
                !ask(expression).asBoolean();
                Thread.sleep(100)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never so: " + expression + " at " + ask("location.href"));
            }
        }
    }

    /** Has people who want dark pages see the page from now on. */
    public void dark() throws Exception {
        ObjectNode media = Json.object();
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", "dark");
        call("Emulation.setEmulatedMedia", media);
    }

    /** What an expression of the page's own script is; works where the page lets no script run. */
    public JsonNode ask(String expression) throws Exception {
        JsonNode result = call(
                "Runtime.evaluate", Json.object().put("expression", expression).put("returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    /** Paints what is seen of the page now. */
    public void picture(Path file) throws Exception {
        String png = call("Page.captureScreenshot", Json.object().put("format", "png"))
                .path("data")
                .asText();
        Files.write(file, Base64.getDecoder().decode(png));
    }

    /** Presses and releases a key: {@code Tab}, {@code Enter}, {@code Escape}. */
    public void press(String key) throws Exception {
        Map<String, Integer> codes = Map.of("Tab", 9, "Enter", 13, "Escape", 27);
        for (String type : List.of("keyDown", "keyUp")) {
            ObjectNode event = Json.object()
                    .put("type", type)
                    .put("key", key)
                    .put("code", key)
                    .put("windowsVirtualKeyCode", codes.get(key));
            if (key.equals("Enter") && type.equals("keyDown")) {
                event.put("text", "\r");
            }
            call("Input.dispatchKeyEvent", event);
        }
    }

    /** Types a text where the focus is. */
    public void type(String text) throws Exception {
        call("Input.insertText", Json.object().put("text", text));
    }

    /**
     * What a screen reader is told of everything that takes the focus or can be operated, {@code role "name"}, in the order
     * of the page.
     */
    public List<String> controls() throws Exception {
        List<String> controls = new ArrayList<>();
        for (JsonNode node : call("Accessibility.getFullAXTree", Json.object()).path("nodes")) {
            boolean focusable = false;
            for (JsonNode property : node.path("properties")) {
                focusable |= property.path("name").asText().equals("focusable")
                        && property.path("value").path("value").asBoolean();
            }
            String role = node.path("role").path("value").asText();
            if (focusable && !node.path("ignored").asBoolean() && !role.equals("RootWebArea")) {
                controls.add(
                        role + " \"" + node.path("name").path("value").asText().strip() + "\"");
            }
        }
        return controls;
    }

    @Override
    public void close() throws InterruptedException {
        socket.abort();
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
