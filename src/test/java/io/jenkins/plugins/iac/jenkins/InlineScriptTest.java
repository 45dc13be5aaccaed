package io.jenkins.plugins.iac.jenkins;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/** Under a policy of content that forbids inline scripts every page of the plugin works: none of them has one. */
public class InlineScriptTest {
    private static final Pattern INLINE = Pattern.compile(
            "<script(?![^>]*\\ssrc=)[^>]*>|<[^<>]*\\son[a-z]+\\s*=|javascript:", Pattern.CASE_INSENSITIVE);

    private static boolean isInline(String text) {
        return INLINE.matcher(text).find();
    }

    @Test
    public void pages_all_haveNoInlineScriptAndNoHandler() throws Exception {
        List<String> pages = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        try (Stream<Path> all = Files.walk(Path.of("src/main/resources"))) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                String name = file.getFileName().toString();
                assertTrue(
                        name + " is of a kind that this test cannot read",
                        !name.endsWith(".groovy") && !name.endsWith(".jellytag"));
                if (name.endsWith(".jelly") || name.endsWith(".html")) {
                    pages.add(name);
                    if (isInline(Files.readString(file))) {
                        wrong.add(file.toString());
                    }
                }
            }
        }
        assertTrue("pages: " + pages, pages.size() > 50 && pages.contains("review.jelly"));
        assertEquals(List.of(), wrong);
    }

    @Test
    public void inline_everyWay_isSeen() {
        for (String bad : new String[] {
            "<script>go()</script>",
            "<script type=\"text/javascript\">go()</script>",
            "<SCRIPT\n>go()</SCRIPT>",
            "<a href=\"javascript:go()\">",
            "<button type=\"button\" onclick=\"go()\">",
            "<f:textbox name=\"x\"\n    onchange = \"go()\"/>",
            "<img src='x' ONERROR='go()'/>"
        }) {
            assertTrue(bad, isInline(bad));
        }
        for (String good : new String[] {
            "<script src=\"x.js\"></script>",
            "<st:adjunct includes=\"x\"/>",
            "<p>on=1, one = 2</p>",
            "<a id=\"person\">"
        }) {
            assertTrue(good, !isInline(good));
        }
    }
}
