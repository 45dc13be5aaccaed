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
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Secrets are planted wherever a configuration can hold one, a run is taken through its whole life, and every file that it
 * leaves and everything that was printed is searched for them, as they are and in the spellings that they take on the way.
 */
public class PlantedSecretsTest {
    private static final String NUMBER = "867530912345";
    private static final Map<String, String> TEXTS = Map.of(
            "variable", "hunter2\"slash\\and/plus+equals=",
            "local", "s3cr3t local & <value> 77",
            "output", "0utput-value-5150-zz",
            "inList", "list-item-9f8e7d6c",
            "copied", "copied-into-plain-attribute-31337",
            "multiline", "-----BEGIN KEY-----\nMIIEaaaabbbbccccdddd\nq9Zk==x\n-----END KEY-----",
            "inSet", "set-member-Qq7-Zz",
            "key", "Map-Key-4711-xyz",
            "unplanned", "only-in-tfvars-0xC0FFEE");
    private static final Map<String, String> SECRETS = secrets();

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private static Map<String, String> secrets() {
        Map<String, String> all = new TreeMap<>(TEXTS);
        all.put("number", NUMBER);
        return all;
    }

    private static String hcl(String secret) {
        return "\"" + secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    /** @param holds whether the precondition of the last resource does */
    private static String configuration(int version, boolean holds) {
        StringBuilder text = new StringBuilder();
        text.append("variable \"password\" {\n  type = string\n  sensitive = true\n  default = ")
                .append(hcl(SECRETS.get("variable")))
                .append("\n}\n");
        text.append("variable \"pin\" {\n  sensitive = true\n  default = " + NUMBER + "\n}\n");
        text.append("variable \"late\" {\n  sensitive = true\n}\n");
        text.append("locals {\n");
        TEXTS.forEach((name, value) -> text.append("  ")
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
        text.append(
                        "resource \"terraform_data\" \"number\" {\n  input = { pin = var.pin, bare = nonsensitive(var.pin), ")
                .append("url = \"https://u:${nonsensitive(var.pin)}@h/")
                .append(version)
                .append("\" }\n")
                .append(
                        "  provisioner \"local-exec\" {\n    command = \"echo pin ${nonsensitive(var.pin)}\"\n  }\n}\n");
        text.append("resource \"terraform_data\" \"map\" {\n  input = sensitive({ ")
                .append(hcl(TEXTS.get("key")))
                .append(" = toset([local.inSet]) })\n  triggers_replace = ")
                .append(version)
                .append("\n  provisioner \"local-exec\" {\n    command = \"echo ")
                .append(TEXTS.get("key"))
                .append(" ${base64encode(nonsensitive(\"user:${local.inSet}\"))}\"\n  }\n}\n");
        text.append("check \"connected\" {\n  assert {\n    condition = nonsensitive(var.password) ")
                .append(version == 1 ? "!=" : "==")
                .append(" \"x\"\n    error_message = \"cannot connect with ${nonsensitive(var.password)}")
                .append(" or ${nonsensitive(var.pin)} or ${nonsensitive(local.multiline)}, but MARKER\"\n  }\n}\n");
        text.append("resource \"terraform_data\" \"guarded\" {\n  lifecycle {\n    precondition {\n")
                .append("      condition = nonsensitive(var.late) ")
                .append(holds ? "!=" : "==")
                .append(" \"x\"\n      error_message = \"refused ${nonsensitive(var.late)}, MARKER\"\n    }\n  }\n}\n");
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

    /** A program outside that keeps what it is asked. */
    private static Path task(Company company) throws IOException {
        Path script = company.directory().resolve("task.sh");
        Files.writeString(script, "#!/bin/sh\ncat request.json > " + company.directory() + "/asked.json\n");
        assertTrue(script.toFile().setExecutable(true));
        return script;
    }

    @Test
    public void wholeRun_leavesNoSecretAnywhere() throws Exception {
        Company.tool();
        Company company = new Company(temporary.newFolder("c").toPath());
        company.stack("stage/queue", "", configuration(1, true)).writeCatalog();
        company.catalog(
                "stacks:\n",
                "runTasks:\n  - {name: outside, stages: [after_plan], level: advisory, sendPlan: true, command: ["
                        + task(company) + "]}\nstacks:\n");
        company.catalog("directory: stage/queue", "directory: stage/queue, constraints: {runTasks: [outside]}");
        company.file("stage/queue/terraform.tfvars", "late = " + hcl(TEXTS.get("unplanned")) + "\n");
        company.commit();
        List<Answer> said = new ArrayList<>();
        Answer first = company.plan("stage/queue").ends(0);
        said.add(first);
        said.add(company.approve(first, "bob", "payments").ends(0));
        said.add(company.call("apply", first.run()).ends(0));
        company.stack("stage/queue", "", configuration(2, true));
        company.commit();
        Answer second = company.plan("stage/queue").ends(0);
        said.add(second);
        said.add(company.approve(second, "bob", "payments").ends(0));
        // Its check does not hold, and the verification says so.
        said.add(company.call("apply", second.run()).ends(3));
        company.stack("stage/queue", "", configuration(3, false));
        company.commit();
        Answer failed = company.plan("stage/queue");
        assertTrue(failed.out() + failed.err(), failed.err().contains("refused (sensitive), MARKER"));
        said.add(failed);
        assertTrue(second.err(), second.err().contains("cannot connect with (sensitive) or (sensitive) or"));
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
        String asked = Files.readString(company.directory().resolve("asked.json"));
        search("the question to a task", asked, leaks);
        assertTrue("the task got the plan", asked.contains("terraform_data.number"));
        assertTrue("artifacts of two runs, journal, evidence: " + files, files > 20);
        assertTrue(Files.readString(company.home().resolve("runs/" + second.run() + "/artifacts/apply.log"))
                .contains("Apply complete"));
        assertEquals(String.join("\n", leaks), 0, leaks.size());
    }
}
