package io.jenkins.plugins.iac.scan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * What of a string is text and what is evaluated, in quotes, heredocs and JSON: each random string is an output of a real
 * plan, in which every sequence yields a mark. Our reader, with the same mark for each sequence it sees, must come to the
 * same text: nothing that is evaluated may look like text to it, and no text like something evaluated.
 */
public class TemplateDifferentialTest {
    private static final int STRINGS = 1500;
    private static final String MARK = "777";
    private static final String SEQUENCE = "${" + MARK + "}";
    private static final List<String> PIECES = List.of(
            "$",
            "$$",
            "%",
            "%%",
            "{",
            "}",
            "$${",
            "%%{",
            "$$${",
            "%%%{",
            "$$$${",
            "~}",
            "a",
            " ",
            "'",
            "#",
            "//",
            "/*",
            "é",
            "e\u0301",
            "\u212a",
            "<<EOT",
            "EOT",
            SEQUENCE,
            SEQUENCE,
            "%{if true}" + SEQUENCE + "%{endif}");
    private static final List<String> ESCAPES =
            List.of("\\\\", "\\\"", "\\n", "\\t", "\\u0024{x}", "\\u0025", "\\U0001F600", "\\\\$");

    private static final Pattern ONE_SIGN = Pattern.compile("(?:.*[^$%])?(?:[$]|%|.*%[$]|.*[$]%)", Pattern.DOTALL);

    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private enum Form {
        QUOTED,
        HEREDOC,
        JSON
    }

    @Test
    public void strings_inARealPlan_haveTheTextThatWeSee() throws Exception {
        Terraform terraform = Terraform.find(temporary.newFolder("home").toPath());
        for (Form form : Form.values()) {
            Random random = new Random(form.ordinal());
            List<String> raw = new ArrayList<>();
            for (int i = 0; i < STRINGS; i++) {
                raw.add(random(random, form));
            }
            JsonNode outputs = plan(terraform, form, raw);
            Body body = form == Form.JSON
                    ? JsonReader.read(file(form, raw).getBytes(StandardCharsets.UTF_8))
                    : HclReader.read(file(form, raw).getBytes(StandardCharsets.UTF_8));
            assertEquals(STRINGS, body.blocks().size());
            for (Body.Block block : body.blocks()) {
                int i = Integer.parseInt(block.label(0).substring(1));
                assertEquals(
                        form + " " + raw.get(i),
                        outputs.path(block.label(0)).path("value").asText("missing"),
                        Normalizer.normalize(text(block), Normalizer.Form.NFC));
            }
        }
    }

    private static String random(Random random, Form form) {
        StringBuilder text = new StringBuilder("x");
        for (int n = random.nextInt(8); n > 0; n--) {
            List<String> from = form == Form.QUOTED && random.nextInt(4) == 0 ? ESCAPES : PIECES;
            String piece = from.get(random.nextInt(from.size()));
            // a directive behind a percent sign is an escape, and its end then ends nothing; a brace behind one sign
            // opens
            boolean joins = piece.startsWith("%{") && text.charAt(text.length() - 1) == '%'
                    || piece.startsWith("{") && ONE_SIGN.matcher(text).matches();
            text.append(joins ? "-" : "").append(piece);
        }
        return text.toString();
    }

    private static String file(Form form, List<String> raw) {
        if (form == Form.JSON) {
            ObjectNode outputs = Json.object();
            for (int i = 0; i < raw.size(); i++) {
                outputs.putObject("o" + i).put("value", raw.get(i));
            }
            return Json.write(Json.object().set("output", outputs));
        }
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < raw.size(); i++) {
            file.append("output \"o").append(i).append("\" {\n  value = ");
            file.append(form == Form.QUOTED ? "\"" + raw.get(i) + "\"" : "<<EOT\n" + raw.get(i) + "\nEOT")
                    .append("\n}\n");
        }
        return file.toString();
    }

    private JsonNode plan(Terraform terraform, Form form, List<String> raw) throws Exception {
        Path directory = temporary.newFolder(form.name()).toPath();
        Files.writeString(directory.resolve(form == Form.JSON ? "main.tf.json" : "main.tf"), file(form, raw));
        Terraform.Answer plan = terraform.run(directory, "plan", "-input=false", "-no-color", "-out=plan");
        assertTrue(plan.err(), plan.exitCode() == 0);
        return Json.parse(terraform.run(directory, "show", "-json", "plan").out())
                .path("planned_values")
                .path("outputs");
    }

    /** The value of an output as our reader has it: its texts, and the mark for every interpolation. */
    private static String text(Body.Block block) {
        Node.Template template =
                (Node.Template) block.body().attributes().get(0).expression().get(0);
        StringBuilder text = new StringBuilder();
        for (Node.Part part : template.parts()) {
            if (part instanceof Node.Text literal) {
                text.append(literal.value());
            } else if (part instanceof Node.Interpolation) {
                text.append(MARK);
            }
        }
        return text.toString();
    }
}
