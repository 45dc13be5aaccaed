package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.worker.WorkArea;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Does once what the commands do, with a script in the place of the tool and in a directory of its own, and prints nothing.
 * {@code bin/iac-runners} has Java keep what this process loaded, so that later ones need not load and check it again. Leaves
 * nothing outside of its directory; where a script cannot be executed it rehearses less.
 */
final class Rehearsal {
    private static final String PLAN =
            """
            {"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{}},"resource_changes":[{"address":"terraform_data.a",
            "mode":"managed","type":"terraform_data","name":"a","provider_name":"terraform.io/builtin/terraform","change":{"actions":["create"],
            "before":null,"after":{"input":"a"},"after_unknown":{"id":true},"before_sensitive":false,"after_sensitive":{"input":false}}}],
            "configuration":{"root_module":{}},"complete":true,"applyable":true,"errored":false}
            """;
    /** Answers as Terraform does; once it has applied there is nothing to do any more. */
    private static final String TOOL =
            """
            #!/bin/sh
            case "$1" in
            version) echo 'Terraform v1.11.4' ;;
            init) mkdir -p "$TF_DATA_DIR" && echo '{"version":3,"backend":{"type":"local","config":{}}}' > "$TF_DATA_DIR/terraform.tfstate" ;;
            validate) echo '{"format_version":"1.0","valid":true,"error_count":0,"warning_count":0,"diagnostics":[]}' ;;
            show) cat 'HERE/plan.json' ;;
            apply) echo '{"@level":"info","@message":"Apply complete!","type":"change_summary","changes":{"add":1,"change":0,"remove":0,"operation":"apply"}}'
              touch 'HERE/applied' ;;
            plan)
              for a; do case "$a" in -out=*) cat 'HERE/plan.zip' > "${a#-out=}" ;; esac; done
              [ -e 'HERE/applied' ] && n=0 || n=1
              echo '{"@level":"info","@message":"Plan","type":"change_summary","changes":{"add":'$n',"change":0,"remove":0,"operation":"plan"}}'
              exit $((2 * n)) ;;
            esac
            """;

    private static final String CATALOG =
            """
            teams: [{name: owners, users: [alice, bob]}]
            environments: [{name: dev, approvals: [{name: owner, when: "plan.create > 0", teams: ["@stack.owner"]}]}]
            pools:
              - {name: here, trust: standard, environments: [dev], operations: [plan, apply], tools: [{name: terraform, version: "1.11.4", path: "HERE/terraform", sha256: "SUM"}]}
            stacks:
              - {id: dev/one, directory: stack, repository: "HERE/code", environment: dev, owner: owners, pools: [here], tool: {name: terraform, version: "1.11.4"}, backend: {type: local, config: {path: HERE/state}}}
            """;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/-]+");
    private static final Pattern RUN = Pattern.compile("\"run\":\"([^\"]+)\"");
    private static final Pattern DIGEST = Pattern.compile("\"digest\":\"(sha256:[0-9a-f]+)\"");

    private final Path directory;
    private final List<Integer> ends = new ArrayList<>();

    private Rehearsal(Path directory) {
        this.directory = directory;
    }

    /** @param arguments an empty directory */
    public static void main(String[] arguments) throws IOException {
        run(Path.of(arguments[0]));
    }

    /** The exit codes of the commands, in the order of their calls. */
    static List<Integer> run(Path directory) throws IOException {
        if (PLAIN.matcher(directory.toRealPath().toString()).matches()) {
            return in(directory);
        }
        // A user's directory may be called anything; the path of a tool in a catalog may not.
        Path plain = Files.createTempDirectory("iac-rehearsal");
        try {
            return in(plain);
        } finally {
            new WorkArea(plain).remove();
        }
    }

    private static List<Integer> in(Path directory) throws IOException {
        Rehearsal rehearsal = new Rehearsal(directory.toRealPath());
        rehearsal.prepare();
        rehearsal.life();
        return rehearsal.ends;
    }

    private void prepare() throws IOException {
        Path tool = directory.resolve("terraform");
        Files.writeString(tool, TOOL.replace("HERE", directory.toString()));
        tool.toFile().setExecutable(true, true);
        Files.writeString(directory.resolve("plan.json"), PLAN);
        savedPlan(directory.resolve("plan.zip"));
        Path code = Files.createDirectories(directory.resolve("code/stack"));
        Files.writeString(
                code.resolve("main.tf"),
                "terraform {\n  backend \"local\" {}\n}\nresource \"terraform_data\" \"a\" {\n  input = \"a\"\n}\n");
        Files.writeString(
                directory.resolve("iac.yaml"),
                CATALOG.replace("HERE", directory.toString())
                        .replace("SUM", Sha256.ofFile(tool).toString()));
    }

    /** The least that is a saved plan: format 3, the backend, the version, the empty state that it was made from. */
    private void savedPlan(Path file) throws IOException {
        String path = directory.resolve("state").toString();
        // One member, as MessagePack has it; a text of up to 65,535 bytes.
        String config = "\u0081\u00a4path\u00da" + (char) (path.length() >> 8) + (char) (path.length() & 0xff) + path;
        String backend = field(1, "local") + field(2, field(1, config)) + field(3, "default");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            entry(zip, "tfplan", "\b\u0003" + field(13, backend) + field(14, "1.11.4"));
            entry(zip, "tfstate", "{\"version\":4,\"terraform_version\":\"1.11.4\",\"serial\":0,\"lineage\":\"\"}");
            entry(zip, "tfconfig/modules.json", "[]");
        }
    }

    /** A field of bytes, as protocol buffers have it; up to 16,383 of them. */
    private static String field(int number, String bytes) {
        int length = bytes.length();
        String size = length < 128 ? "" + (char) length : "" + (char) (length & 0x7f | 0x80) + (char) (length >> 7);
        return (char) (number << 3 | 2) + size + bytes;
    }

    private static void entry(ZipOutputStream zip, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content.getBytes(StandardCharsets.ISO_8859_1));
        zip.closeEntry();
    }

    private void life() {
        call("lint", directory.resolve("iac.yaml").toString());
        String[] stack = {"--stack", "dev/one", "--source", "branch", "--ref", "main", "--actor", "alice"};
        call("explain", stack, "--operation", "apply");
        String planned = call(
                "plan",
                stack,
                "--dir",
                directory.resolve("code").toString(),
                "--commit",
                "0000000000000000000000000000000000000001");
        String run = first(RUN, planned);
        call("approve", run, "--as", "bob", "--digest", first(DIGEST, planned));
        call("apply", run);
        call("runs");
        call("run", "show", run);
        call("keys");
        call("--format=text", "runs");
    }

    private String call(String command, String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(some));
        all.addAll(List.of(more));
        return call(all.toArray(String[]::new));
    }

    private String call(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--format=json",
                "--trust-local-votes",
                "--home",
                directory.resolve("home").toString(),
                "--catalog",
                directory.resolve("iac.yaml").toString()));
        if (arguments[0].startsWith("--format")) {
            all.remove(0);
        }
        all.addAll(List.of(arguments));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                false);
        ends.add(Cli.run(all.toArray(String[]::new), terminal, Clock.systemUTC()));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "none";
    }
}
