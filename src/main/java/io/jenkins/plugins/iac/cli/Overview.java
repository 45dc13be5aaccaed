package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.admission.Admission;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.journal.Journal;
import io.jenkins.plugins.iac.journal.JournalRecord;
import io.jenkins.plugins.iac.journal.JournalView;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Liveness;
import io.jenkins.plugins.iac.lock.LockStatus;
import io.jenkins.plugins.iac.lock.LockTable;
import io.jenkins.plugins.iac.lock.Waiter;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.run.DriftDuty;
import io.jenkins.plugins.iac.run.PlanDuty;
import io.jenkins.plugins.iac.run.Recovery;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunHistory;
import io.jenkins.plugins.iac.run.Unlocking;
import io.jenkins.plugins.iac.run.Waiters;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a command that only looks knows: journal and catalog, each read once. Works while another command is at work. */
final class Overview {
    private final RootCommand root;
    /** Another command of this home is at work. */
    private final boolean busy;

    private final RunHistory history;
    private final LockTable table;
    private final Admission admission;
    private final IacException problem;
    private final IacException damage;
    private final List<JournalRecord> repairs;

    private Overview(RootCommand root, JournalView view, boolean busy, IacException damage) {
        List<JournalRecord> records = view.records().toList();
        this.repairs = view.repairs();
        this.root = root;
        this.busy = busy;
        this.damage = damage;
        this.history = RunHistory.replay(records);
        this.table = LockTable.replay(records.stream());
        Admission today = null;
        IacException error = null;
        try {
            today = new Admission(CatalogLoader.load(root.catalogFile()).orThrow());
        } catch (IacException e) {
            error = e;
        }
        this.admission = today;
        this.problem = error;
    }

    /**
     * Things as they are: what a process that died left is settled first, so that no dead run is shown as under way. What is
     * damaged is shown as far as it can be read, and {@link #damage} says so.
     */
    static Overview of(RootCommand root) {
        JournalView view = Journal.look(root.home().journal());
        IacException damage = view.damage().orElse(null);
        List<JournalRecord> records = view.records().toList();
        boolean busy = false;
        RunHistory history = RunHistory.replay(records);
        Collection<Run> runs = history.all();
        if (damage == null
                && (runs.stream().anyMatch(Recovery::concerns)
                        || Unlocking.isUnfinished(records, history)
                        || Areas.hasLeftOvers(runs.stream().map(Run::id).collect(Collectors.toSet())))) {
            try {
                CliEngine.openAtOnce(root).close();
            } catch (IacException e) {
                // Most often another command is at work, and its run is shown as it stands.
                busy = e.kind() == IacException.Kind.REFUSED;
                damage = e.kind() == IacException.Kind.NOT_VERIFIED ? e : null;
                root.terminal().err().println(root.terminal().dim(e.problem().sentence()));
            }
            view = Journal.look(root.home().journal());
            damage = view.damage().orElse(damage);
        }
        return new Overview(root, view, busy, damage);
    }

    /** What is wrong with the journal, or with the evidence that was to be written; null where nothing is. */
    IacException damage() {
        return damage;
    }

    /** Prints the document, with the damage in it where there is some, and gives the exit code. */
    int print(ObjectNode document, Runnable text) {
        if (damage == null) {
            root.print(document, text);
            return 0;
        }
        document.set("damage", Json.tree(damage.problem()));
        root.print(document, () -> {
            text.run();
            root.terminal()
                    .out()
                    .println(root.terminal().bad("damaged ") + damage.problem().sentence());
        });
        return damage.kind().exitCode();
    }

    /** What was repaired in the journal, oldest first. */
    List<JournalRecord> repairs() {
        return repairs;
    }

    List<Run> runs() {
        return List.copyOf(history.all());
    }

    LockTable table() {
        return table;
    }

    /**
     * Every lock with who stands behind it. A dead owner's run was settled when this command looked, and its lock given back or
     * frozen; one that still needs a process has it where another command is at work here, else nobody knows.
     */
    List<LockStatus> locks() {
        return table.status(
                id -> busy && history.find(id) != null && Recovery.concerns(history.find(id))
                        ? Liveness.Owner.ALIVE
                        : Liveness.Owner.UNKNOWN,
                root.clock().instant());
    }

    /** Who asked for a run; null where that is not known. */
    String person(String id) {
        Run run = history.find(id);
        return run == null ? null : run.source().actor();
    }

    /** One run with everything that was ever recorded of it, also where the journal has it in its archive; or null. */
    Run whole(String id) {
        return RunHistory.replay(Journal.look(root.home().journal()).read(id)).find(id);
    }

    /** Who waits, where and why; a catalog that cannot be read is a reason, too. */
    Map<String, Waiter> waiters() {
        return Waiters.of(history.all(), table, admission, root.clock().instant());
    }

    /** Who looks for drift, and how every stack stands; needs a catalog that can be read. Without one the damage goes first. */
    DriftDuty drift() {
        if (admission == null) {
            throw damage != null ? damage : problem;
        }
        return new DriftDuty(history::all, () -> admission, root.clock());
    }

    /** Plans that are due; none, and a word about it, where the catalog that says which stack reads another cannot be read. */
    List<PlanDuty> due() {
        if (admission != null) {
            return PlanDuty.of(admission.catalog(), history.all());
        }
        if (!history.all().isEmpty()) {
            root.terminal()
                    .err()
                    .println(root.terminal()
                            .dim("nobody can say which plans are due: "
                                    + problem.problem().sentence()));
        }
        return List.of();
    }
}
