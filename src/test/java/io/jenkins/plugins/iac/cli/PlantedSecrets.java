package io.jenkins.plugins.iac.cli;

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

/** Secrets wherever a configuration can hold one, and the search for them, as they are and in the spellings that they take. */
final class PlantedSecrets {
    static final String NUMBER = "867530912345";
    static final Map<String, String> TEXTS = Map.of(
            "variable", "hunter2\"slash\\and/plus+equals=",
            "local", "s3cr3t local & <value> 77",
            "output", "0utput-value-5150-zz",
            "inList", "list-item-9f8e7d6c",
            "copied", "copied-into-plain-attribute-31337",
            "multiline", "-----BEGIN KEY-----\nMIIEaaaabbbbccccdddd\nq9Zk==x\n-----END KEY-----",
            "inSet", "set-member-Qq7-Zz",
            "key", "Map-Key-4711-xyz",
            "unplanned", "only-in-tfvars-0xC0FFEE");
    static final Map<String, String> SECRETS = secrets();

    /** What people write who have seen the values. */
    static final String WORDS =
            "connected with " + TEXTS.get("copied") + " and " + TEXTS.get("inList") + ", pin " + NUMBER + ", MARKER";

    private static Map<String, String> secrets() {
        Map<String, String> all = new TreeMap<>(TEXTS);
        all.put("number", NUMBER);
        return all;
    }

    static String hcl(String secret) {
        return "\"" + secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    /** Variables and locals, without anything that is made of them. */
    static String values() {
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
        return text.append("}\n").toString();
    }

    /** A check that holds in version 1 alone, and says secrets where it does not. */
    static String check(int version) {
        return "check \"connected\" {\n  assert {\n    condition = nonsensitive(var.password) "
                + (version == 1 ? "!=" : "==")
                + " \"x\"\n    error_message = \"cannot connect with ${nonsensitive(var.password)}"
                + " or ${nonsensitive(var.pin)} or ${nonsensitive(local.multiline)}, but MARKER\"\n  }\n}\n";
    }

    /** @param holds whether the precondition of the last resource does */
    static String configuration(int version, boolean holds) {
        StringBuilder text = new StringBuilder(values());
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
        text.append(check(version));
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

    static void search(String where, String text, List<String> leaks) {
        SECRETS.forEach((name, secret) -> spellings(secret).forEach(spelling -> {
            if (text.contains(spelling)) {
                leaks.add(where + " holds the secret '" + name + "' as " + spelling);
            }
        }));
    }

    /** A file as it is, and what is inside of base64 in it: evidence is an envelope around its payload. */
    static String content(Path file) throws IOException {
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

    /** Everything that was printed and every file of the home, but for the state and what is asked outside. */
    static List<String> leaks(Company company, List<Answer> said, String... files) throws IOException {
        List<String> leaks = new ArrayList<>();
        for (Answer answer : said) {
            search("standard output", answer.out(), leaks);
            search("standard error", answer.err(), leaks);
        }
        int searched = 0;
        try (Stream<Path> all = Files.walk(company.home())) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                // The state itself belongs to the backend, which on one machine is a directory of the home.
                if (!file.startsWith(company.home().resolve("state"))) {
                    search(company.home().relativize(file).toString(), content(file), leaks);
                    searched++;
                }
            }
        }
        for (String file : files) {
            search(file, Files.readString(company.directory().resolve(file)), leaks);
        }
        assertTrue("artifacts, journal, evidence: " + searched, searched > 20);
        return leaks;
    }

    private PlantedSecrets() {}
}
