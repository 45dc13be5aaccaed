package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.admission.Admission;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.journal.Journal;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.LockTable;
import io.jenkins.plugins.iac.lock.Waiter;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.run.BreakGlass;
import io.jenkins.plugins.iac.run.PlanDuty;
import io.jenkins.plugins.iac.run.Recovery;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunHistory;
import io.jenkins.plugins.iac.run.Waiters;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code runs}: the runs of this home. */
@Command(
        name = "runs",
        header = "Lists the runs of this home, oldest first, with what each state means, and what is frozen or locked.",
        description = {"", "Reads the journal; may be called while another command works."})
final class RunsCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Option(names = "--stack", paramLabel = "STACK", description = "only runs of this stack")
    private String stack;

    @Override
    public Integer call() {
        List<Run> all = List.copyOf(read(root).all());
        List<Run> runs = all.stream()
                .filter(r -> stack == null || r.stackName().equals(stack))
                .toList();
        LockTable table =
                LockTable.replay(Journal.readOnly(root.home().journal()).records());
        Map<String, Waiter> waiters = waiters(root, all, table);
        ObjectNode document = Json.object();
        ArrayNode array = document.putArray("runs");
        runs.forEach(r -> array.add(brief(r, waiters.get(r.id()))));
        held(document, table);
        List<Run> reviews = BreakGlass.open(runs);
        if (!reviews.isEmpty()) {
            ArrayNode open = document.putArray("reviews");
            reviews.forEach(r -> open.add(r.id()));
        }
        List<PlanDuty> due = due(all).stream()
                .filter(d -> stack == null || d.stack().value().equals(stack))
                .toList();
        if (!due.isEmpty()) {
            document.set("due", PlanDuty.json(due));
        }
        root.print(document, () -> {
            text(runs, waiters);
            due.forEach(d -> root.terminal()
                    .out()
                    .println(root.terminal().warn("due     ") + "a plan of " + d.stack() + ": " + d.because()));
            held(table);
            reviews.forEach(r -> root.terminal()
                    .out()
                    .println(root.terminal().warn("review  ") + r.id() + " of " + r.stackName()
                            + ": a break-glass run that nobody has reviewed; write it with 'review'"));
        });
        return 0;
    }

    /** Who waits, where and why; a catalog that cannot be read is a reason, too. */
    static Map<String, Waiter> waiters(RootCommand root, Collection<Run> runs, LockTable table) {
        Admission admission;
        try {
            admission = new Admission(CatalogLoader.load(root.catalogFile()).orThrow());
        } catch (IacException e) {
            admission = null;
        }
        return Waiters.of(runs, table, admission, root.clock().instant());
    }

    private static ObjectNode brief(Run run, Waiter waiter) {
        ObjectNode json = run.brief();
        if (waiter != null) {
            json.set("waiting", Waiters.json(waiter));
        }
        return json;
    }

    private List<PlanDuty> due(List<Run> runs) {
        try {
            return PlanDuty.of(CatalogLoader.load(root.catalogFile()).orThrow(), runs);
        } catch (IacException e) {
            return List.of();
        }
    }

    /** What keeps runs from being applied: freezes that somebody switched on, and locks. */
    private static void held(ObjectNode document, LockTable table) {
        ArrayNode freezes = document.putArray("freezes");
        table.freezes().forEach(f -> freezes.addObject()
                .put("scope", f.scope().toString())
                .put("by", f.by())
                .put("since", f.since().toString())
                .put("reason", f.reason()));
        ArrayNode locks = document.putArray("locks");
        table.locks().forEach(l -> locks.addObject()
                .put("scope", l.scope().toString())
                .put("run", l.run())
                .put("since", l.since().toString())
                .put("reason", l.reason())
                .put("frozenBecause", l.frozenBecause())
                .put("backendLockId", l.backendLockId()));
    }

    private void held(LockTable table) {
        Terminal terminal = root.terminal();
        table.freezes().forEach(f -> terminal.out()
                .println(terminal.bad("frozen  ") + f.scope() + " since " + f.since() + " by " + f.by() + ": "
                        + f.reason()));
        table.locks().forEach(l -> terminal.out()
                .println(terminal.warn("locked  ") + l.scope() + " since " + l.since() + " by run " + l.run()
                        + (l.isFrozen() ? ", which ended as " + l.frozenBecause() + "; look, then 'unlock'" : "")));
    }

    /** Runs as they are: what a process that died left is settled first, so that no dead run is shown as under way. */
    static RunHistory read(RootCommand root) {
        Path journal = root.home().journal();
        RunHistory history = history(journal);
        if (history.all().stream().noneMatch(Recovery::concerns)
                && !Areas.hasLeftOvers(history.all().stream().map(Run::id).collect(Collectors.toSet()))) {
            return history;
        }
        try {
            CliEngine.open(root).close();
        } catch (IacException e) {
            // Most often another command is at work, and its run is shown as it stands.
            root.terminal().err().println(root.terminal().dim(e.problem().sentence()));
        }
        return history(journal);
    }

    /** One run with everything that was ever recorded of it, also where the journal has it in its archive; or null. */
    static Run readWhole(RootCommand root, String id) {
        read(root);
        return RunHistory.replay(Journal.readOnly(root.home().journal()).read(id))
                .find(id);
    }

    private static RunHistory history(Path journal) {
        return RunHistory.replay(Journal.readOnly(journal).records().toList());
    }

    private void text(List<Run> runs, Map<String, Waiter> waiters) {
        Terminal terminal = root.terminal();
        if (runs.isEmpty()) {
            terminal.out().println("no runs; make one with 'plan'");
        }
        for (Run run : runs) {
            String state = run.telling().id();
            terminal.out()
                    .printf(
                            "%s  %-20s %-8s %s  %s%n",
                            terminal.bold(run.id()),
                            state,
                            run.operation().id(),
                            run.stackName(),
                            terminal.dim("by " + run.source().actor() + ", " + run.next()));
            if (waiters.containsKey(run.id())) {
                terminal.out()
                        .println("    " + terminal.warn("waits  ")
                                + waiters.get(run.id()).sentence());
            }
        }
    }
}
