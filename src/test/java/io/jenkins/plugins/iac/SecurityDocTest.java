package io.jenkins.plugins.iac;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/** SECURITY.md says for each attack which test tries it; each of those exists. */
public class SecurityDocTest {
    private static final String HEAD = "| attack | control | fails | tested by |";
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern CLASS = Pattern.compile("([A-Z]\\w*(?:Test|IT))(?:\\.(\\w+))?");
    private static final Pattern METHOD = Pattern.compile("[a-z]\\w*");

    @Test
    public void everyAttack_namesTestsThatExist_orSaysThatThereIsNone() throws Exception {
        Map<String, String> tests = sources();
        List<String> wrong = new ArrayList<>();
        int named = 0;
        for (String row : rows()) {
            String[] cells = row.split("(?<!\\\\)\\|");
            assertEquals("cells of the row " + row, 5, cells.length);
            String attack = cells[1].strip();
            String source = null;
            int here = 0;
            for (Matcher quoted = QUOTED.matcher(cells[4]); quoted.find(); ) {
                Matcher name = CLASS.matcher(quoted.group(1));
                String method = null;
                if (name.matches()) {
                    source = tests.get(name.group(1));
                    method = name.group(2);
                } else if (METHOD.matcher(quoted.group(1)).matches()) {
                    method = quoted.group(1);
                }
                boolean there = source != null && (method == null || source.contains("public void " + method + "("));
                if (!there) {
                    wrong.add(attack + ": no test " + quoted.group(1));
                }
                here++;
            }
            named += here;
            if (here == 0 && !row.contains("*not covered*")) {
                wrong.add(attack + ": names no test and does not say that it is not covered");
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue("SECURITY.md names " + named + " tests", named > 60);
    }

    private static List<String> rows() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("SECURITY.md"));
        int head = lines.indexOf(HEAD);
        assertTrue("SECURITY.md has the table of attacks", head >= 0);
        return lines.stream()
                .skip(head + 2L)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    /** Text of each test class by its simple name. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String root : List.of("src/test/java", "src/test-jenkins/java")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    String name = file.getFileName().toString();
                    if (name.endsWith(".java")) {
                        sources.merge(name.substring(0, name.length() - 5), Files.readString(file), (a, b) -> a + b);
                    }
                }
            }
        }
        return sources;
    }
}
