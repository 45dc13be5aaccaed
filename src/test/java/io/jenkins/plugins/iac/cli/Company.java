package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.PoolTool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.Assume;

/**
 * A small company for tests of the command line: a git repository of stacks, a catalog that names the real tool of this
 * machine, a home, a clock that can be set forward. Everything lies in one directory and can be put back as it was.
 */
final class Company {
    static final String REPOSITORY = "git@github.com:northstar/infra-live.git";
    /** Environments from harmless to grave, and a pool for all of them; TOOLS is replaced. */
    static final String CATALOG =
            """
            teams:
              - {name: payments, users: [alice, bob]}
              - {name: sre-oncall, users: [sam]}
            environments:
              - {name: dev}
              - name: stage
                approvalExpiry: 24h
                approvals:
                  - {name: owner, teams: [payments], count: 1}
              - name: prod
                protected: true
                protectedRefs: [main]
                approvals:
                  - {name: owner, teams: [payments], count: 1}
                  - {name: oncall, teams: [sre-oncall], count: 1}
            pools:
              - name: forks
                trust: untrusted
                operations: [fmt, validate, static_policy]
                ephemeral: true
                tools: [TOOL]
              - name: all
                trust: protected
                environments: [dev, stage, prod]
                operations: [fmt, validate, static_policy, plan, drift, import, apply, destroy]
                ephemeral: true
                tools: [TOOL]
            scopes:
              - {path: "**", repository: "git@github.com:northstar/infra-live.git", pools: [all], modules: ["./"], tool: {name: NAME, version: "VERSION"}, backend: {type: local, config: {}}}
              - {path: "dev/*", environment: dev}
              - {path: "stage/*", environment: stage}
              - {path: "prod/*", environment: prod}
            stacks:
            """;

    private final Path directory;
    private final TreeMap<String, String> stacks = new TreeMap<>();
    private String catalog = CATALOG;
    private Duration ahead = Duration.ZERO;
    private final InstantSource clock = () -> Instant.now().plus(ahead);

    Company(Path directory) throws IOException {
        this.directory = directory.toRealPath();
        Files.createDirectories(repository());
        git("init", "-q", "-b", "main");
    }

    /** The real tool; the test is skipped where there is none. */
    static PoolTool tool() {
        Optional<PoolTool> tool = LocalSource.program("terraform")
                .or(() -> LocalSource.program("tofu"))
                .map(LocalSource::describe);
        Assume.assumeTrue("skipped: neither terraform nor tofu is on PATH", tool.isPresent());
        return tool.get();
    }

    Path repository() {
        return directory.resolve("infra-live");
    }

    Path catalog() {
        return directory.resolve("iac.yaml");
    }

    Path home() {
        return directory.resolve("home");
    }

    Path state(String stack) {
        return home().resolve("state").resolve(stack).resolve("terraform.tfstate");
    }

    Path directory() {
        return directory;
    }

    InstantSource clock() {
        return clock;
    }

    void later(Duration by) {
        ahead = by;
    }

    /** A stack whose directory is its name; {@code more} are further members of its catalog entry. */
    Company stack(String id, String more, String configuration) throws IOException {
        stacks.put(id, more);
        file(id + "/main.tf", configuration);
        return this;
    }

    Company file(String name, String text) throws IOException {
        Path file = repository().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** Writes the catalog for all stacks so far. */
    Company writeCatalog() throws IOException {
        PoolTool tool = tool();
        StringBuilder text = new StringBuilder(catalog.replace(
                        "TOOL",
                        "{name: " + tool.name() + ", version: \"" + tool.version() + "\", path: " + tool.path()
                                + ", sha256: \"" + tool.sha256() + "\"}")
                .replace("NAME", tool.name())
                .replace("VERSION", tool.version()));
        stacks.forEach((id, more) -> text.append("  - {id: ")
                .append(id)
                .append(", directory: ")
                .append(id)
                .append(more.isEmpty() ? "" : ", " + more)
                .append("}\n"));
        Files.writeString(catalog(), text);
        return this;
    }

    /** Edits the catalog in place. */
    void catalog(String from, String to) throws IOException {
        String text = Files.readString(catalog());
        assertEquals("the catalog has " + from, true, text.contains(from));
        Files.writeString(catalog(), text.replace(from, to));
    }

    String commit(String... options) {
        git("add", "-A", "-f");
        List<String> commit = new ArrayList<>(List.of("commit", "-q", "--allow-empty", "-m", "change"));
        commit.addAll(List.of(options));
        git(commit.toArray(String[]::new));
        return head();
    }

    String head() {
        return git("rev-parse", "HEAD");
    }

    String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(repository().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment()
                .putAll(Map.of(
                        "HOME", directory.toString(),
                        "GIT_CONFIG_NOSYSTEM", "1",
                        "GIT_AUTHOR_NAME", "Alice",
                        "GIT_AUTHOR_EMAIL", "alice@northstar.example",
                        "GIT_COMMITTER_NAME", "Alice",
                        "GIT_COMMITTER_EMAIL", "alice@northstar.example"));
        return output(builder.redirectErrorStream(true), 0);
    }

    static String output(ProcessBuilder builder, int exit) {
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertEquals(builder.command() + ": " + output, exit, process.waitFor());
            return output;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A command with home, catalog and JSON asked for. */
    Answer call(String... arguments) {
        return raw(clock, inJson(arguments).toArray(String[]::new));
    }

    /** A command with home and catalog, answered as people read it. */
    Answer text(String... arguments) {
        return raw(clock, here(arguments).toArray(String[]::new));
    }

    /** What people read of the evidence of a run. */
    String audit(String run) {
        return text("audit", "show", run).ends(0).out();
    }

    private List<String> here(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--home", home().toString(), "--catalog", catalog().toString()));
        return all;
    }

    private List<String> inJson(String... arguments) {
        List<String> all = here(arguments);
        all.addAll(List.of("--format", "json"));
        return all;
    }

    /** What a signed statement in a file says. */
    static JsonNode predicate(Path evidence) throws IOException {
        return Json.parse(new String(
                        Dsse.ofJson(Json.parse(Files.readString(evidence))).payload(), StandardCharsets.UTF_8))
                .path("predicate");
    }

    /** A command with nothing added. */
    static Answer raw(InstantSource clock, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Cli.run(
                arguments,
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false),
                clock);
        return new Answer(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    Answer plan(String stack) {
        return plan(stack, "branch", "main", head());
    }

    Answer plan(String stack, String source, String ref, String commit, String... more) {
        return operation("plan", stack, source, ref, commit, more);
    }

    Answer operation(String operation, String stack, String source, String ref, String commit, String... more) {
        List<String> arguments = new ArrayList<>(request(operation, stack, repository(), source, ref, commit));
        arguments.addAll(List.of(more));
        return call(arguments.toArray(String[]::new));
    }

    /** What asks for a run of the stack at the head of main. */
    String[] request(String operation, String stack) {
        return request(operation, stack, repository(), "branch", "main", head()).toArray(String[]::new);
    }

    /** What asks for a run that no catalog allows. */
    static String[] requestOfNoStack() {
        return request("plan", "prod/none", Path.of("/"), "branch", "main", "0".repeat(40))
                .toArray(String[]::new);
    }

    private static List<String> request(
            String operation, String stack, Path directory, String source, String ref, String commit) {
        return List.of(
                operation,
                "--stack",
                stack,
                "--dir",
                directory.toString(),
                "--source",
                source,
                "--ref",
                ref,
                "--commit",
                commit,
                "--actor",
                "alice");
    }

    Answer approve(Answer plan, String user, String team) {
        return call("approve", plan.run(), "--as", user, "--groups", team, "--digest", plan.digest());
    }

    Answer override(Answer plan, String policy, String user, String team, String reason) {
        return call(
                "override",
                plan.run(),
                "--policy",
                policy,
                "--as",
                user,
                "--groups",
                team,
                "--digest",
                plan.digest(),
                "--reason",
                reason);
    }

    /** A pool beside the other, for runs of an emergency only. */
    void emergencyPool() throws IOException {
        String catalog = Files.readString(catalog());
        String pool = catalog.substring(catalog.indexOf("  - name: all\n"), catalog.indexOf("scopes:\n"));
        catalog(pool, pool + pool.replace("name: all", "name: glass").replace("trust: protected", "trust: breakglass"));
        catalog("pools: [all]", "pools: [all, glass]");
    }

    /** The command in a process of its own, on the class path of the tests. */
    ProcessBuilder process(String... arguments) {
        return program(inJson(arguments));
    }

    /** The same with nothing added. */
    static ProcessBuilder program(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /** Keeps everything as it is now. */
    Path snapshot(String name) throws IOException {
        Path target = directory.resolveSibling(directory.getFileName() + "-" + name);
        copy(directory, target);
        return target;
    }

    /** Puts everything back. */
    void restore(Path snapshot) throws IOException {
        delete(directory);
        copy(snapshot, directory);
        ahead = Duration.ZERO;
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, IOException failure) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
