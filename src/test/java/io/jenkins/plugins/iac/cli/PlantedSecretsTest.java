package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Secrets are planted wherever a configuration can hold one, a run is taken through its whole life, and every file that it
 * leaves and everything that was printed is searched for them, as they are and in the spellings that they take on the way.
 */
public class PlantedSecretsTest {
    private static final Map<String, String> SECRETS = Map.of(
            "variable", "hunter2\"slash\\and/plus+equals=",
            "local", "s3cr3t local & <value> 77",
            "output", "0utput-value-5150-zz",
            "inList", "list-item-9f8e7d6c",
            "copied", "copied-into-plain-attribute-31337",
            "multiline", "-----BEGIN KEY-----\nMIIEaaaabbbbccccdddd\n-----END KEY-----");

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private static String hcl(String secret) {
        return "\"" + secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    private static String configuration(int version) {
        StringBuilder text = new StringBuilder();
        text.append("variable \"password\" {\n  type = string\n  sensitive = true\n  default = ")
                .append(hcl(SECRETS.get("variable")))
                .append("\n}\n");
        text.append("locals {\n");
        SECRETS.forEach((name, value) -> text.append("  ")
                .append(name)
                .append(" = sensitive(")
                .append(hcl(value))
                .append(")\n"));
        text.append("}\n");
        text.append("resource \"terraform_data\" \"whole\" {\n  input = var.password\n}\n");
        text.append("resource \"terraform_data\" \"nested\" {\n  input = { version = ")
                .append(version)
                .append(", list = [\"plain\", local.inList], deep = { key = local.multiline } }\n")
                .append("  triggers_replace = [local.local, ")
                .append(version)
                .append("]\n}\n");
        // Not marked any more: only its value can give it away.
        text.append(
                        "resource \"terraform_data\" \"copy\" {\n  input = { marked = local.copied, plain = \"id=${nonsensitive(local.copied)};v")
                .append(version)
                .append(
                        "\" }\n  provisioner \"local-exec\" {\n    command = \"echo connecting with ${nonsensitive(local.copied)}\"\n  }\n}\n");
        text.append("output \"o\" {\n  value = local.output\n  sensitive = true\n}\n");
        return text.toString();
    }

    /** Every spelling in which a secret may stand somewhere. */
    private static List<String> spellings(String secret) {
        List<String> all = new ArrayList<>();
        all.add(secret);
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        all.add(Base64.getEncoder().encodeToString(bytes));
        all.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        String json = Json.write(Json.tree(secret));
        all.add(json.substring(1, json.length() - 1));
        String twice = Json.write(Json.tree(json));
        all.add(twice.substring(3, twice.length() - 3));
        all.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        all.add(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
        all.add(secret.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;"));
        if (secret.contains("\n")) {
            all.add(secret.split("\n")[1]);
        }
        return all;
    }

    private static void search(String where, String text, List<String> leaks) {
        SECRETS.forEach((name, secret) -> spellings(secret).forEach(spelling -> {
            if (text.contains(spelling)) {
                leaks.add(where + " holds the secret '" + name + "' as " + spelling);
            }
        }));
    }

    /** A file as it is, and what is inside of base64 in it: evidence is an envelope around its payload. */
    private static String content(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        StringBuilder all = new StringBuilder(text);
        var matcher =
                java.util.regex.Pattern.compile("[A-Za-z0-9+/]{200,}={0,2}").matcher(text);
        while (matcher.find()) {
            try {
                all.append('\n')
                        .append(new String(Base64.getDecoder().decode(matcher.group()), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                // Not base64 after all: searched as it is.
            }
        }
        return all.toString();
    }

    @Test
    public void wholeRun_leavesNoSecretAnywhere() throws Exception {
        Company.tool();
        Company company = new Company(temporary.newFolder("c").toPath());
        company.stack("stage/queue", "", configuration(1)).writeCatalog();
        company.commit();
        List<Answer> said = new ArrayList<>();
        Answer first = company.plan("stage/queue").ends(0);
        said.add(first);
        said.add(company.approve(first, "bob", "payments").ends(0));
        said.add(company.call("apply", first.run()).ends(0));
        company.stack("stage/queue", "", configuration(2));
        company.commit();
        Answer second = company.plan("stage/queue").ends(0);
        said.add(second);
        said.add(company.approve(second, "bob", "payments").ends(0));
        said.add(company.call("apply", second.run()).ends(0));
        said.add(company.call("runs").ends(0));
        said.add(company.call("run", "show", second.run()).ends(0));
        said.add(company.call("audit", "show", second.run()).ends(0));
        said.add(Company.raw(
                company.clock(),
                "run",
                "show",
                second.run(),
                "--home",
                company.home().toString()));

        List<String> leaks = new ArrayList<>();
        for (Answer answer : said) {
            search("standard output", answer.out(), leaks);
            search("standard error", answer.err(), leaks);
        }
        int files = 0;
        try (Stream<Path> all = Files.walk(company.home())) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                // The state itself belongs to the backend, which on one machine is a directory of the home.
                if (!file.startsWith(company.home().resolve("state"))) {
                    search(company.home().relativize(file).toString(), content(file), leaks);
                    files++;
                }
            }
        }
        List<String> inTheState = new ArrayList<>();
        search("state", content(company.state("stage/queue")), inTheState);
        assertTrue("the search finds what is there: " + inTheState, inTheState.size() >= SECRETS.size());
        assertTrue("artifacts of two runs, journal, evidence: " + files, files > 20);
        assertTrue(Files.readString(company.home().resolve("runs/" + second.run() + "/artifacts/apply.log"))
                .contains("Apply complete"));
        assertEquals(String.join("\n", leaks), 0, leaks.size());
    }
}
