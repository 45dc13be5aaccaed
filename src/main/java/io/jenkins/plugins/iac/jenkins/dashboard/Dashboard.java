package io.jenkins.plugins.iac.jenkins.dashboard;

import io.jenkins.plugins.iac.jenkins.queue.PoolUse;
import io.jenkins.plugins.iac.jenkins.run.ArchivedEvidence;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.lock.FreezeSwitch;
import io.jenkins.plugins.iac.lock.LockStatus;
import io.jenkins.plugins.iac.run.BreakGlass;
import io.jenkins.plugins.iac.run.Lifecycle;
import io.jenkins.plugins.iac.run.PlanDuty;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import jenkins.security.stapler.StaplerDispatchable;

/** The overview, and the way to all pages, for those who may see them; made for one request. */
public final class Dashboard extends DashboardPage {
    private static final int FEW = 10;

    Dashboard() {
        super(new Known());
    }

    @Override
    public String title() {
        return Messages.Dashboard_displayName();
    }

    @StaplerDispatchable
    public RunsPage getRuns() {
        return new RunsPage(known());
    }

    @StaplerDispatchable
    public RunPage getRun() {
        return RunPage.asked(known());
    }

    @StaplerDispatchable
    public StackPage getStack() {
        return new StackPage(known());
    }

    @StaplerDispatchable
    public LocksPage getLocks() {
        return new LocksPage(known());
    }

    @StaplerDispatchable
    public DriftPage getDrift() {
        return new DriftPage(known());
    }

    @StaplerDispatchable
    public PoolsPage getPools() {
        return new PoolsPage(known());
    }

    @StaplerDispatchable
    public SigningPage getSigning() {
        return new SigningPage(known());
    }

    /** Pages of other parts of the plugin. */
    public Object getDynamic(String name) {
        return IacRootAction.page(name, false).orElse(null);
    }

    /** Whether the catalog has an error, so that every run is refused. */
    public boolean isBroken() {
        return known().catalog().isEmpty();
    }

    /** What was repaired in the journal when this controller opened it. */
    public List<String> repairs() {
        return IacRuns.get().repairs();
    }

    /** What wants somebody now: stacks in doubt. */
    public List<LockStatus> doubtful() {
        return known().locks().stream()
                .filter(l -> l.state() != LockStatus.State.HELD)
                .toList();
    }

    /** Emergency runs that nobody has reviewed, oldest first. */
    public List<RunRow> unreviewed() {
        List<Run> open = new ArrayList<>(BreakGlass.open(known().runs()));
        Collections.reverse(open);
        return known().rows(open);
    }

    public List<FreezeSwitch> freezes() {
        return known().freezes();
    }

    /** Plans that wait for people, longest first. */
    public List<RunRow> waiting() {
        return rows(RunState.AWAITING_APPROVAL, FEW);
    }

    public long waitingTotal() {
        return known().runs().stream()
                .filter(r -> r.state() == RunState.AWAITING_APPROVAL)
                .count();
    }

    private List<RunRow> rows(RunState state, int most) {
        return known().rows(known().runs().stream()
                .filter(r -> r.state() == state)
                .sorted(Comparator.comparing(Run::changedAt))
                .limit(most)
                .toList());
    }

    /** Runs that are neither over nor waiting for people. */
    public List<RunRow> underWay() {
        return known().rows(known().runs().stream()
                .filter(r -> Lifecycle.isLive(r.state()) && r.state() != RunState.AWAITING_APPROVAL)
                .limit(FEW)
                .toList());
    }

    /** What came to an end last. */
    public List<RunRow> decisions() {
        return known().rows(known().runs().stream()
                .filter(r -> r.end() != null)
                .sorted(Comparator.comparing(Run::changedAt).reversed())
                .limit(FEW)
                .toList());
    }

    public DayChart days() {
        return DayChart.of(known().runs(), known().now());
    }

    /** How the copies of the evidence log stood when they were last brought up to date. */
    public List<CopyRow> copies() {
        return IacRuns.get().evidenceCopies().stream()
                .map(c -> new CopyRow(
                        c.copy().toString(),
                        c.state().name().toLowerCase(Locale.ROOT),
                        c.records() + " of " + c.of(),
                        c.updated() == null ? "" : Texts.ago(c.updated(), known().now()),
                        c.meaning()))
                .toList();
    }

    /** The evidence among the artifacts of builds, of the last runs that were sealed. */
    public List<ArchivedEvidence.Copy> archived() {
        return IacRuns.get().archivedEvidence().last();
    }

    /** Those of which it is not what was sealed, or nobody knows. */
    public List<ArchivedEvidence.Copy> archivedBadly() {
        return archived().stream()
                .filter(c -> c.state() != ArchivedEvidence.State.THERE)
                .toList();
    }

    /** Copies that the catalog names and nobody has looked at yet. */
    public boolean isCopiesUnknown() {
        return IacRuns.get().evidenceCopies().isEmpty()
                && known().catalog().map(c -> !c.evidenceCopies().isEmpty()).orElse(false);
    }

    /** A copy of the evidence log. */
    public record CopyRow(String directory, String state, String records, String updated, String meaning) {
        public boolean isBad() {
            return !state.equals("current");
        }

        public boolean isDiverged() {
            return state.equals("diverged");
        }
    }

    /** Plans that are due because a stack upstream was applied. */
    public List<DueRow> due() {
        return known()
                .catalog()
                .map(c -> {
                    List<Run> oldestFirst = new ArrayList<>(known().runs());
                    Collections.reverse(oldestFirst);
                    return PlanDuty.of(c, oldestFirst);
                })
                .orElse(List.of())
                .stream()
                .map(d -> new DueRow(
                        d.stack().value(), d.upstream().value(), d.run(), Texts.ago(d.since(), known().now())))
                .toList();
    }

    /** A stack of which a plan is due. */
    public record DueRow(String stack, String upstream, String run, String age) {}

    public PoolChart pools() {
        return PoolChart.of(known().catalog().orElse(null), PoolUse.now());
    }

    public DriftPage drift() {
        return getDrift();
    }
}
