package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.evidence.Audit;
import io.jenkins.plugins.iac.evidence.Change;
import io.jenkins.plugins.iac.evidence.Copies;
import io.jenkins.plugins.iac.evidence.CopyStatus;
import io.jenkins.plugins.iac.evidence.RunAnswer;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.run.RunId;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code audit}: the questions of an audit, answered from the evidence log alone. */
@Command(
        name = "audit",
        header = "Answers the questions of an audit from the evidence log, each answer with its proof.",
        description = {
            "",
            "Every record that an answer rests on is verified for it; one that does not verify is shown with what is wrong, and",
            "the exit code is 3; so it is where the log has lost records that its checkpoint covers (\"damage\"). Whether the log was",
            "put back to an earlier day: iac-runners verify --log DIR --since CHECKPOINT.",
            "",
            "Of a Jenkins: iac-runners audit show RUN --log JENKINS_HOME/iac-runners/evidence --keys keys.json"
        },
        subcommands = {
            AuditCommand.WhoChanged.class,
            AuditCommand.Show.class,
            AuditProofCommand.class,
            AuditConsistencyCommand.class
        })
final class AuditCommand implements Runnable {
    private static final String ASKING = "asking the evidence";

    @ParentCommand
    private RootCommand root;

    @Option(
            names = "--log",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "an evidence log, of a Jenkins or a copy; needs --keys (default: that of --home)")
    private Path log;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "the public keys of that log, as 'keys' prints them and a Jenkins gives at /iac/keys/")
    private Path keys;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to ask: audit who-changed, audit show RUN, audit proof RUN, audit consistency --since CHECKPOINT");
    }

    RootCommand root() {
        return root;
    }

    /** What is asked: a log, and the keys that its records must be signed with. */
    record Asked(Path log, PublicKeys keys) {}

    /** The log that was named, or that of the home. */
    Asked asked() {
        if (log == null && keys == null) {
            Home home = root.existingHome("the home with the evidence, --home DIR, or --log DIR --keys FILE");
            return new Asked(home.log(), home.keys().publicKeys());
        }
        if (log == null || keys == null) {
            throw bad(
                    log == null ? "--keys" : "--log",
                    "one of the two",
                    "--log DIR and --keys FILE together",
                    "name both: the keys say whose log it is, so take them from where nobody who could write the log could"
                            + " write, too");
        }
        if (!Files.isDirectory(log)) {
            throw bad(
                    log.toString(),
                    "no directory",
                    "the directory evidence of a home, of JENKINS_HOME/iac-runners, or a copy of one",
                    "correct --log");
        }
        return new Asked(log, KeysFile.read(keys, log, root, ASKING));
    }

    private Audit open() {
        Asked asked = asked();
        return new Audit(asked.log(), asked.keys());
    }

    /** How copies of the log of the home stand; who names another log has no catalog here that says where its copies are. */
    private List<CopyStatus> copies() {
        return log == null ? root.home().copies(root.catalogFile()) : List.of();
    }

    private static int exitCode(boolean verified) {
        return verified ? 0 : IacException.Kind.NOT_VERIFIED.exitCode();
    }

    private static IacException bad(String where, String found, String expected, String next) {
        return IacException.badInput(ASKING, where, found.replaceAll("\\p{Cntrl}", "?"), expected, next);
    }

    /** {@code audit who-changed}. */
    @Command(
            name = "who-changed",
            header = "Lists who changed a stack in a time: when, what commit, under whose approval, how it ended.",
            description = {
                "",
                "Every apply that may have changed something, oldest first, also one that failed or whose outcome is unknown.",
                "",
                "Example: iac-runners audit who-changed --stack prod/eu-west-1/payments-db --between 2026-11-01,2026-12-01"
            })
    static final class WhoChanged implements Callable<Integer> {
        @ParentCommand
        private AuditCommand parent;

        @Option(names = "--stack", paramLabel = "STACK", description = "the stack (default: all)")
        private String stack;

        @Option(
                names = "--between",
                split = ",",
                paramLabel = "T1,T2",
                description = "from T1 until before T2, as 2026-11-21T08:00:00Z or 2026-11-21 (UTC) (default: ever)")
        private List<String> between = List.of();

        @Override
        public Integer call() {
            if (!between.isEmpty() && between.size() != 2) {
                throw bad("--between", between.size() + " times", "two, with a comma between them", "correct the call");
            }
            if (stack != null && !StackId.isValid(stack)) {
                throw bad("--stack", stack, "a stack such as prod/eu-west-1/payments-db", "correct the name");
            }
            Instant from = between.isEmpty() ? null : time(between.get(0));
            Instant until = between.isEmpty() ? null : time(between.get(1));
            if (from != null && !from.isBefore(until)) {
                throw bad("--between", from + " until " + until, "a time that ends after it begins", "swap the two");
            }
            Audit audit = parent.open();
            List<Change> changes = audit.whoChanged(stack == null ? null : new StackId(stack), from, until);
            Optional<IacException> damage = audit.damage();
            ObjectNode document = Json.object();
            ArrayNode array = document.putArray("changes");
            changes.forEach(c -> array.add(c.json()));
            damage.ifPresent(d -> document.set("damage", Json.tree(d.problem())));
            parent.root.print(document, () -> text(changes, damage));
            return exitCode(damage.isEmpty()
                    && changes.stream().allMatch(c -> c.problems().isEmpty()));
        }

        private void text(List<Change> changes, Optional<IacException> damage) {
            Terminal terminal = parent.root.terminal();
            changes.forEach(c -> terminal.out().println(c.text()));
            if (changes.isEmpty()) {
                terminal.out().println("no change in the evidence");
            }
            damage.ifPresent(d -> terminal.out()
                    .println(terminal.bad("damaged ") + d.problem().sentence()));
        }

        private static Instant time(String text) {
            try {
                return text.contains("T")
                        ? Instant.parse(text.strip())
                        : LocalDate.parse(text.strip())
                                .atStartOfDay(ZoneOffset.UTC)
                                .toInstant();
            } catch (DateTimeException e) {
                throw bad("--between", text, "a time such as 2026-11-21T08:00:00Z, or a day", "correct the call");
            }
        }
    }

    /** {@code audit show RUN}. */
    @Command(
            name = "show",
            header = "Shows everything that the evidence of one run says, and the proof that it is in the log.")
    static final class Show implements Callable<Integer> {
        @ParentCommand
        private AuditCommand parent;

        @Parameters(index = "0", paramLabel = "RUN", description = "the run")
        private String run;

        @Override
        public Integer call() {
            RunAnswer answer = parent.open().shown(RunId.check(run), ASKING);
            long record = answer.change().record();
            List<CopyStatus> copies = parent.copies();
            ObjectNode json = answer.json();
            if (!copies.isEmpty()) {
                json.set("copies", Copies.json(copies, record));
            }
            parent.root.print(json, () -> {
                PrintStream out = parent.root.terminal().out();
                out.print(answer.text());
                copies.forEach(c -> out.println("copy      " + c.text(record)));
            });
            return exitCode(answer.isProven());
        }
    }
}
