package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Names of resources that a terminal, a build log or a browser would obey, or that a person would read as another name. */
public class OutputAttackTest {
    /** Each is a name as somebody would write it to be mistaken for something else. */
    private static final List<String> NAMES = List.of(
            "\u001b[2J\u001b[31mred",
            "c1 \u009b31m",
            "dorp\u202eprod\u202c",
            "line\n  state     approved",
            "carriage\rreturn",
            "bell\u0007\b\b",
            "lines\u0085\u2028\u2029",
            "zero\u200b\u2060\ufeffwidth",
            "tag\udb40\udc41",
            "blank\u115f\u3164\u2800",
            "selector\ufe0f\udb40\udd00",
            "private\ue000");

    private static final Pattern HIDDEN =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Co}\\u115f\\u3164\\u2800\\ufe0f&&[^\\n]]");

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void summary_namesOfStrangers_areShownAndNotObeyed() throws Exception {
        Path plan = folder.getRoot().toPath().resolve("plan.json");
        Files.writeString(plan, Json.write(plan()));
        Answer text = Company.raw(() -> Instant.EPOCH, "summary", plan.toString());
        assertEquals(text.toString(), 0, text.exit());
        assertSafe(text.out());
        assertEquals(
                "counts, a deletion and a risk for each, the hash",
                2 * NAMES.size() + 2,
                text.out().lines().count());
        assertTrue(text.out(), text.out().contains("\\u202e"));
        assertFalse(text.out(), text.out().contains("\n  state "));

        Answer json = Company.raw(() -> Instant.EPOCH, "summary", plan.toString(), "--format", "json");
        assertSafe(json.out());
        String addresses = json.json().path("destructive").toString();
        for (String name : NAMES) {
            assertTrue(name, addresses.contains(Json.write(Json.tree(address(name)))));
        }
    }

    @Test
    public void terminal_withColour_obeysNoStyleButItsOwn() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(stream, stream, true);
        terminal.out().println(terminal.bad("x\u001b]0;title\u0007") + "\u001b[8mhidden\u001b[1;1H");
        assertEquals(
                "\u001b[31mx\\u001b]0;title\\u0007\u001b[0m\\u001b[8mhidden\\u001b[1;1H\n",
                bytes.toString(StandardCharsets.UTF_8));
    }

    /** The real tool, and everything that a run leaves for people. */
    @Test
    public void plan_namesOfStrangers_areObeyedNowhere() throws Exception {
        Company.tool();
        Company company = new Company(folder.newFolder("c").toPath());
        StringBuilder names = new StringBuilder();
        for (String name : NAMES) {
            names.append("    \"");
            name.codePoints().forEach(c -> names.append(String.format("\\U%08x", c)));
            names.append("\",\n");
        }
        company.stack(
                        "dev/names",
                        "",
                        "resource \"terraform_data\" \"a\" {\n  for_each = toset([\n" + names + "  ])\n}\n")
                .writeCatalog();
        company.commit();
        Answer plan = Company.raw(
                company.clock(),
                "plan",
                "--stack=dev/names",
                "--dir=" + company.repository(),
                "--source=branch",
                "--ref=main",
                "--commit=" + company.head(),
                "--actor=al\u202eice\u001b[31m",
                "--home=" + company.home(),
                "--catalog=" + company.catalog());
        assertEquals(plan.toString(), 0, plan.exit());
        assertSafe(plan.out());
        assertSafe(plan.err());
        int seen = 0;
        for (Path file : artifacts(company.home())) {
            String name = file.getFileName().toString();
            if (name.equals("summary.md") || name.equals("summary.html") || name.endsWith(".log")) {
                // Markdown of ours has a joiner of its own, which keeps a mention from being one.
                assertSafe(Files.readString(file).replace("\u2060", ""));
                seen++;
            }
        }
        assertTrue("summaries seen: " + seen, seen >= 2);
    }

    private static List<Path> artifacts(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static void assertSafe(String text) {
        Matcher hidden = HIDDEN.matcher(text);
        assertFalse(
                hidden.find() ? String.format("U+%04x in %s", text.codePointAt(hidden.start()), text) : "",
                HIDDEN.matcher(text).find());
    }

    private static String address(String name) {
        return "terraform_data.a[\"" + name + "\"]";
    }

    private static JsonNode plan() {
        ObjectNode plan = Json.object();
        plan.put("format_version", "1.2").put("terraform_version", "1.11.4\u001b[31m");
        ArrayNode changes = plan.putArray("resource_changes");
        for (String name : NAMES) {
            ObjectNode change = changes.addObject()
                    .put("address", address(name))
                    .put("mode", "managed")
                    .put("type", "terraform_data")
                    .put("name", "a")
                    .put("index", name)
                    .put("provider_name", "terraform.io/builtin/terraform")
                    .putObject("change");
            change.putArray("actions").add("delete");
            change.putObject("before").put("input", name);
            change.putNull("after");
        }
        return plan;
    }
}
