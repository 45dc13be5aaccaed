package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.report.DecisionText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The options that every command has, and how results and errors are printed. */
@Command(
        name = "iac-runners",
        mixinStandardHelpOptions = true,
        version = "iac-runners 0.1.0",
        scope = ScopeType.INHERIT,
        header = "Governed Terraform and OpenTofu runs on one machine.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "A run's whole life:",
            "  iac-runners demo                                    see it, with a sample company",
            "  iac-runners lint iac.yaml                           check a catalog",
            "  iac-runners plan --stack S --dir D --source branch --ref main --commit C --actor alice",
            "  iac-runners approve RUN --as bob --groups payments --digest sha256:...",
            "  iac-runners apply RUN",
            "  iac-runners verify .iac/runs/RUN/artifacts/evidence.dsse.json",
            "",
            "Exit codes: 0 done, 1 bad usage or input, 2 refused by a gate, 3 verification failed, 4 the tool failed or timed",
            "out, 5 outcome unknown (an apply that may have happened)."
        })
final class RootCommand implements Runnable {
    @Option(
            names = "--format",
            scope = ScopeType.INHERIT,
            defaultValue = "text",
            paramLabel = "text|json",
            description = "text for people, json for programs (one document on standard output)")
    private String format = "text";

    @Option(
            names = "--home",
            scope = ScopeType.INHERIT,
            defaultValue = ".iac",
            paramLabel = "DIR",
            description = "where journal, keys and evidence are kept (default: ${DEFAULT-VALUE})")
    private Path home;

    @Option(
            names = "--catalog",
            scope = ScopeType.INHERIT,
            defaultValue = "iac.yaml",
            paramLabel = "FILE",
            description = "the catalog, or a jenkins.yaml with unclassified: iac: (default: ${DEFAULT-VALUE})")
    private Path catalog;

    @Option(
            names = "--trust-local-votes",
            scope = ScopeType.INHERIT,
            description =
                    "when the home is made: accept votes that nobody authenticated, in protected environments too")
    private boolean trustLocalVotes;

    @Option(
            names = "--wait",
            scope = ScopeType.INHERIT,
            defaultValue = "60",
            paramLabel = "SECONDS",
            description = "how long to wait while another command works with this home (default: ${DEFAULT-VALUE})")
    private int wait = 60;

    @Spec
    private CommandSpec spec;

    private final Terminal terminal;
    private final InstantSource clock;

    RootCommand(Terminal terminal, InstantSource clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    /** Before anything is done: a format that nobody knows must not cost a run. {@code keys} knows one more. */
    void checkFormat(ParseResult parsed) {
        boolean keys =
                parsed.hasSubcommand() && parsed.subcommand().commandSpec().userObject() instanceof KeysCommand;
        if (!isJson() && !"text".equalsIgnoreCase(format) && !keys) {
            throw new ParameterException(spec.commandLine(), "--format takes text or json, found " + format);
        }
    }

    boolean isJson() {
        return "json".equalsIgnoreCase(format);
    }

    /** The format as asked for; commands other than {@code keys} know text and json. */
    String formatName() {
        return format;
    }

    Terminal terminal() {
        return terminal;
    }

    InstantSource clock() {
        return clock;
    }

    Path catalogFile() {
        return catalog;
    }

    /** How long a command waits for another one of the same home. */
    Duration patience() {
        if (wait < 0) {
            throw new ParameterException(spec.commandLine(), "--wait takes seconds, found " + wait);
        }
        return Duration.ofSeconds(wait);
    }

    /** A line about what goes on, for a person; never on standard output. */
    void progress(String line) {
        terminal.err().println(terminal.dim(line));
        terminal.err().flush();
    }

    /** The home, made if it is not there. */
    Home home() {
        return Home.open(home, trustLocalVotes, clock);
    }

    /** The home, which must be there: a look at one does not make one. */
    Home existingHome(String expected) {
        if (!java.nio.file.Files.isDirectory(home)) {
            throw IacException.badInput(
                    "opening the home", home.toString(), "no such directory", expected, "name the home with --home");
        }
        return home();
    }

    /** Prints a result: the document, or the text for people. */
    void print(ObjectNode document, Runnable text) {
        print(() -> document, text);
    }

    /** The same, where nobody should wait for a document that nobody asked for. */
    void print(Supplier<ObjectNode> document, Runnable text) {
        if (isJson()) {
            terminal.out().println(Json.write(document.get()));
        } else {
            text.run();
        }
    }

    /** Prints an error in its two forms and returns the exit code. */
    int report(Problem problem, IacException.Kind kind, List<Condition> conditions, boolean json) {
        return report(problem, kind, conditions, json, Json.object());
    }

    /** The same for a run: its facts stand beside the error. */
    int report(Problem problem, IacException.Kind kind, List<Condition> conditions, boolean json, ObjectNode document) {
        if (json) {
            document.putObject("error")
                    .put("doing", problem.doing())
                    .put("where", problem.where())
                    .put("found", problem.found())
                    .put("expected", problem.expected())
                    .put("next", problem.next());
            if (!conditions.isEmpty()) {
                document.set("conditions", Json.tree(conditions));
            }
            terminal.out().println(Json.write(document));
        } else {
            String label = kind == IacException.Kind.REFUSED ? "refused: " : "error: ";
            terminal.err().println(terminal.bad(label) + problem.sentence());
            conditions.forEach(c -> DecisionText.of(c, "  ", terminal).forEach(terminal.err()::println));
            if (document.has("run")) {
                terminal.err()
                        .println("run " + document.path("run").asText() + " is "
                                + document.path("state").asText()
                                + (document.has("evidence")
                                        ? "; evidence: "
                                                + document.path("evidence").asText()
                                        : ""));
            }
        }
        return kind.exitCode();
    }
}
