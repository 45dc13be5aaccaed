package io.jenkins.plugins.iac.report;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.Assume;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The page in a real browser: what it paints, what its search hides, and that nothing else may run in it. */
public class SummaryBrowserTest {
    private static String browser;

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    @BeforeClass
    public static void browser() {
        browser = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
        Assume.assumeTrue("skipped: no chromium on PATH", browser != null);
    }

    private String run(String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                browser,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + temporary.newFolder(),
                "--virtual-time-budget=3000",
                "--window-size=1000,900"));
        command.addAll(List.of(more));
        File out = temporary.newFile();
        Process process = new ProcessBuilder(command)
                .redirectOutput(out)
                .redirectError(temporary.newFile())
                .start();
        boolean ended = process.waitFor(300, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue("the browser ends", ended);
        return Files.readString(out.toPath());
    }

    private Path page(String html) throws Exception {
        return Files.writeString(
                temporary.newFile("page" + System.nanoTime() + ".html").toPath(), html);
    }

    private BufferedImage shot(Path page, String... more) throws Exception {
        File file = new File(temporary.getRoot(), "shot" + System.nanoTime() + ".png");
        List<String> all = new ArrayList<>(List.of(more));
        all.add("--screenshot=" + file);
        all.add(page.toUri().toString());
        run(all.toArray(String[]::new));
        return ImageIO.read(file);
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
        Path page = page(SummaryHtml.of(Reviews.sample()));
        BufferedImage light = shot(page);
        BufferedImage dark = shot(page, "--force-dark-mode", "--blink-settings=preferredColorScheme=0");
        assertTrue("light: " + brightness(light), brightness(light) > 180);
        assertTrue("dark: " + brightness(dark), brightness(dark) < 90);
    }

    /** The browser's own account of the page after its script ran. */
    private String dom(String html) throws Exception {
        return run("--dump-dom", page(html).toUri().toString());
    }

    @Test
    public void search_isOfferedByTheScriptThatThePolicyNames() throws Exception {
        String dom = dom(SummaryHtml.of(Reviews.sample()));
        assertTrue("the script ran", dom.contains("<div id=\"search\" role=\"search\"><label"));
        String other = SummaryHtml.of(Reviews.sample()).replace("box.hidden = false;", "box.hidden = false ;");
        assertTrue("a changed script does not run", dom(other).contains("role=\"search\" hidden"));
    }

    /** A browser numbers list items anew for each that is hidden: of 10,000 a search took minutes. */
    @Test
    public void rows_areNoListItems_soThatASearchHidesThemAtOnce() throws Exception {
        String page = SummaryHtml.of(Reviews.sample())
                .replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "")
                .replace(
                        "</body>",
                        "<script>document.title = 'shown as '"
                                + " + getComputedStyle(document.querySelector('ul.rows > li')).display</script></body>");
        assertTrue(dom(page).contains("<title>shown as block</title>"));
    }

    @Test
    public void page_markupAndHandlersInNames_neverRun() throws Exception {
        String evil = "x<img src=x onerror=document.title='owned'><script>document.title='owned'</script>";
        String html = SummaryHtml.of(Reviews.review(
                Reviews.plan(Reviews.change(evil.replace("\"", "\\\""), "aws_instance", "\"create\"", ""))));
        assertFalse(html.contains("<img"));
        assertEquals(1, html.split("<script", -1).length - 1);
        assertFalse(dom(html).contains("<title>owned"));
    }
}
