package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.journal.Journal;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.FreezeSwitch;
import io.jenkins.plugins.iac.lock.LockBook;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.model.IacException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code freeze}: nothing is applied while it is on. */
@Command(
        name = "freeze",
        header = "Switches a freeze on or off: while one is on, nothing is applied.",
        description = {
            "",
            "Without --environment it covers everything, and works with a broken catalog, too. Plans and approvals go on; an",
            "apply is refused at the door (exit code 2) and can be called again when the freeze is off. 'runs' shows what is",
            "frozen, since when, by whom and why.",
            "",
            "Example: iac-runners freeze on --environment prod --reason 'incident 4711' --as sam"
        })
final class FreezeCommand implements Callable<Integer> {
    /** The two positions. */
    enum Position {
        ON,
        OFF
    }

    @ParentCommand
    private RootCommand root;

    @Parameters(index = "0", paramLabel = "on|off", description = "what to do")
    private Position position;

    @Option(names = "--environment", paramLabel = "E", description = "only this environment (default: everything)")
    private String environment;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; kept in the journal")
    private String reason;

    @Option(names = "--as", paramLabel = "USER", description = "who does it (default: the user of this machine)")
    private String user;

    @Override
    public Integer call() {
        LockScope scope = scope();
        boolean on = position == Position.ON;
        boolean changed;
        FreezeSwitch now;
        try (Journal journal = Journal.open(root.home().journal(), root.clock(), root.patience(), root::progress)) {
            journal.ensureWritable();
            LockBook book = new LockBook(journal);
            if (on) {
                changed = book.table().freeze(scope).isEmpty();
                book.freeze(scope, by(), reason);
            } else {
                changed = book.unfreeze(scope, by(), reason);
            }
            now = book.table().freeze(scope).orElse(null);
        }
        ObjectNode json = Json.object().put("scope", scope.toString()).put("frozen", on);
        json.put("changed", changed);
        json.put("by", now == null ? by() : now.by());
        json.put("since", now == null ? null : now.since().toString());
        json.put("reason", now == null ? reason : now.reason());
        root.print(json, () -> text(scope, changed, now));
        return 0;
    }

    private void text(LockScope scope, boolean changed, FreezeSwitch now) {
        Terminal terminal = root.terminal();
        String already = changed ? "" : " already";
        terminal.out()
                .println(
                        now == null
                                ? scope + " is" + already + terminal.good(" not frozen")
                                : scope + " is" + already + terminal.bad(" frozen") + " since " + now.since() + " by "
                                        + now.by() + ": " + now.reason());
    }

    /** A name that nobody has would freeze nothing: it must be of the catalog. */
    private LockScope scope() {
        if (environment == null) {
            return LockScope.global();
        }
        var catalog = CatalogLoader.load(root.catalogFile()).orThrow();
        if (catalog.environment(environment).isEmpty()) {
            throw IacException.badInput(
                    "switching a freeze",
                    "--environment",
                    environment.replaceAll("\\p{Cntrl}", "?"),
                    "one of "
                            + String.join(
                                    ", ",
                                    catalog.environments().stream()
                                            .map(e -> e.name())
                                            .toList()),
                    "correct the name, or freeze everything by leaving it out");
        }
        return LockScope.environment(environment);
    }

    /** Nobody authenticates the name: whom the operating system saw stands beside it. */
    private String by() {
        String seen = System.getProperty("user.name");
        return user == null || user.equals(seen) ? seen : user + " (operating system user " + seen + ")";
    }
}
