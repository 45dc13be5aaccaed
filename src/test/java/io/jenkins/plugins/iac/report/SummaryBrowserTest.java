package io.jenkins.plugins.iac.report;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The page in a real browser: what it paints, what its search hides, and that nothing else may run in it. */
public class SummaryBrowserTest {
    private static final String HIDDEN = "document.getElementById('search').hidden";

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private Browser show(String html) throws Exception {
        Path page = Files.writeString(temporary.newFile("page.html").toPath(), html);
        Browser browser = Browser.open(temporary.newFolder().toPath());
        browser.goTo(page.toUri().toString());
        return browser;
    }

    private double brightness(Browser browser) throws Exception {
        Path picture = temporary.newFile().toPath();
        browser.picture(picture);
        return brightness(ImageIO.read(picture.toFile()));
    }

    private static double brightness(BufferedImage image) {
        long sum = 0;
        long count = 0;
        for (int y = 0; y < image.getHeight(); y += 7) {
            for (int x = 0; x < image.getWidth(); x += 7) {
                int rgb = image.getRGB(x, y);
                sum += (rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255);
                count += 3;
            }
        }
        return (double) sum / count;
    }

    @Test
    public void page_lightAndDark_arePainted() throws Exception {
        try (Browser browser = show(SummaryHtml.of(Reviews.sample()))) {
            double light = brightness(browser);
            browser.dark();
            double dark = brightness(browser);
            assertTrue("light: " + light, light > 180);
            assertTrue("dark: " + dark, dark < 90);
        }
    }

    @Test
    public void search_isOfferedByTheScriptThatThePolicyNames() throws Exception {
        try (Browser browser = show(SummaryHtml.of(Reviews.sample()))) {
            assertFalse("the script ran", browser.ask(HIDDEN).asBoolean());
        }
    }

    @Test
    public void search_changedScript_isNotRun() throws Exception {
        String page = SummaryHtml.of(Reviews.sample());
        String other = page.replace("box.hidden = false;", "box.hidden = false ;");
        assertNotEquals(page, other);
        try (Browser browser = show(other)) {
            assertTrue(browser.ask(HIDDEN).asBoolean());
        }
    }

    /** A browser numbers list items anew for each that is hidden: of 10,000 a search took minutes. */
    @Test
    public void rows_areNoListItems_soThatASearchHidesThemAtOnce() throws Exception {
        try (Browser browser = show(SummaryHtml.of(Reviews.sample()))) {
            assertEquals(
                    "block",
                    browser.ask("getComputedStyle(document.querySelector('ul.rows > li')).display")
                            .asText());
        }
    }

    @Test
    public void page_markupAndHandlersInNames_neverRun() throws Exception {
        String evil = "x<img src=x onerror=document.title='owned'><script>document.title='owned'</script>";
        String html = SummaryHtml.of(Reviews.review(
                Reviews.plan(Reviews.change(evil.replace("\"", "\\\""), "aws_instance", "\"create\"", ""))));
        assertFalse(html.contains("<img"));
        assertEquals(1, html.split("<script", -1).length - 1);
        try (Browser browser = show(html)) {
            assertTrue(browser.ask("document.title").asText().startsWith("prod/eu-west-1/payments-db"));
        }
    }
}
