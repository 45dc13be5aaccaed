package io.jenkins.plugins.iac.report;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The page as a server sends it into a sandbox, in a real browser. */
public class ServedSummaryTest {
    private static final String BACK = "getComputedStyle(document.body).backgroundColor";
    private static final String LIGHT = "rgb(255, 255, 255)";
    private static final String DARK = "rgb(13, 17, 23)";

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private HttpServer server;

    @Before
    public void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/summary.js", e -> answer(e, "text/javascript", SummaryAssets.SCRIPT));
        server.start();
    }

    @After
    public void stop() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + ";charset=UTF-8");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void open(Browser browser, String theme, String rest) throws Exception {
        ServedSummary served = ServedSummary.once(theme, "/summary.js");
        String path = "/" + System.nanoTime();
        server.createContext(path, e -> {
            e.getResponseHeaders().set("Content-Security-Policy", "sandbox allow-scripts; " + served.policy());
            answer(e, "text/html", served.opening() + rest);
        });
        browser.goTo("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    @Test
    public void theme_chosen_holdsAgainstTheSystem_andElseTheSystemHolds() throws Exception {
        String rest = SummaryHtml.served(Reviews.sample());
        try (Browser browser = Browser.open(temporary.newFolder().toPath())) {
            open(browser, "dark", rest);
            assertEquals(DARK, browser.ask(BACK).asText());
            open(browser, null, rest);
            assertEquals(LIGHT, browser.ask(BACK).asText());
            browser.dark();
            assertEquals(DARK, browser.ask(BACK).asText());
            open(browser, "light", rest);
            assertEquals(LIGHT, browser.ask(BACK).asText());
            open(browser, "\"><b>", rest);
            assertEquals(DARK, browser.ask(BACK).asText());
            assertEquals(
                    "",
                    browser.ask("document.documentElement.dataset.theme || ''").asText());
        }
    }

    @Test
    public void script_ofTheServer_runs_andNoneInThePage() throws Exception {
        String rest = SummaryHtml.served(Reviews.sample());
        assertFalse(rest.contains("<script") || rest.contains("<style"));
        AtomicBoolean asked = new AtomicBoolean();
        server.createContext("/owned.js", e -> {
            asked.set(true);
            answer(e, "text/javascript", "document.title='owned'");
        });
        try (Browser browser = Browser.open(temporary.newFolder().toPath())) {
            open(
                    browser,
                    "light",
                    rest.replace(
                            "<header>",
                            "<script>document.title='owned'</script><script src=\"/owned.js\"></script>"
                                    + "<img src=x onerror=\"document.title='owned'\"><header>"));
            assertFalse(browser.ask("document.getElementById('search').hidden").asBoolean());
            assertNotEquals("owned", browser.ask("document.title").asText());
            assertEquals("null", browser.ask("self.origin").asText());
            assertFalse(asked.get());
        }
    }

    @Test
    public void nonce_isAnotherEachTime() {
        ServedSummary one = ServedSummary.once("dark", "/x.js");
        ServedSummary other = ServedSummary.once("dark", "/x.js");
        assertNotEquals(one.nonce(), other.nonce());
        assertFalse(one.policy().contains("unsafe"));
        assertEquals(2, one.opening().split("nonce=\"" + java.util.regex.Pattern.quote(one.nonce()), -1).length - 1);
    }
}
