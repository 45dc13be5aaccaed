package io.jenkins.plugins.iac.report;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code summary.html} for somebody without a mouse, and for somebody who hears it. */
public class SummaryKeyboardTest {
    private static final String FOCUSED = "document.activeElement.tagName + '#' + document.activeElement.id";
    private static final String SHOWN =
            "[...document.querySelectorAll('ul.rows > li')].filter(r => r.offsetParent !== null).length";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static Path page(Path directory) throws Exception {
        String changes = String.join(
                ",",
                Reviews.change(
                        "aws_instance.web",
                        "aws_instance",
                        "\"update\"",
                        ",\"before\":{\"size\":\"small\"},\"after\":{\"size\":\"large\"}"),
                Reviews.change(
                        "aws_db_instance.orders",
                        "aws_db_instance",
                        "\"delete\",\"create\"",
                        ",\"before\":{\"engine\":\"14\"},\"after\":{\"engine\":\"15\"},\"replace_paths\":[[\"engine\"]]"));
        return Files.writeString(
                directory.resolve("summary.html"), SummaryHtml.of(Reviews.review(Reviews.plan(changes))));
    }

    @Test
    public void keys_alone_reachTheSearchOpenAFoldAndFilter() throws Exception {
        try (Browser browser = Browser.open(folder.newFolder().toPath())) {
            browser.goTo(page(folder.getRoot().toPath()).toUri().toString());
            int rows = browser.ask(SHOWN).asInt();
            assertTrue("rows: " + rows, rows >= 2);
            List<String> stops = new ArrayList<>();
            while (!stops.contains("SUMMARY#") && stops.size() < 20) {
                browser.press("Tab");
                stops.add(browser.ask(FOCUSED).asText());
            }
            assertTrue(stops.toString(), stops.contains("INPUT#q"));
            assertEquals("the first fold comes after the search", "SUMMARY#", stops.get(stops.size() - 1));
            assertFalse(browser.ask("document.activeElement.parentElement.open").asBoolean());
            browser.press("Enter");
            assertTrue(browser.ask("document.activeElement.parentElement.open").asBoolean());
            assertTrue(
                    "the first fold is what is destroyed",
                    browser.ask("document.activeElement.textContent").asText().contains("aws_db_instance.orders"));

            browser.ask("document.getElementById('q').focus()");
            browser.type("aws_instance.web");
            browser.until(SHOWN + " < " + rows);
            assertFalse(browser.ask("[...document.querySelectorAll('ul.rows > li')].some(r => r.offsetParent !== null"
                            + " && r.textContent.includes('aws_db_instance.orders'))")
                    .asBoolean());
            assertFalse(
                    "a screen reader is told how many were found",
                    browser.ask("document.querySelector('[role=status]').textContent")
                            .asText()
                            .isBlank());
        }
    }

    @Test
    public void controls_all_haveANameThatIsSpoken() throws Exception {
        try (Browser browser = Browser.open(folder.newFolder().toPath())) {
            browser.goTo(page(folder.getRoot().toPath()).toUri().toString());
            List<String> controls = browser.controls();
            assertTrue(controls.toString(), controls.contains("searchbox \"Search\""));
            assertTrue(controls.toString(), controls.size() >= 3);
            assertTrue(controls.toString(), controls.stream().noneMatch(c -> c.endsWith("\"\"")));
            assertEquals("en", browser.ask("document.documentElement.lang").asText());
        }
    }
}
