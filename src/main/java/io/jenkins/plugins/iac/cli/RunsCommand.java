package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.LockTable;
import io.jenkins.plugins.iac.lock.Waiter;
import io.jenkins.plugins.iac.run.BreakGlass;
import io.jenkins.plugins.iac.run.PlanDuty;
import io.jenkins.plugins.iac.run.RecoveryChoice;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.Waiters;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
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
        Overview overview = Overview.of(root);
        List<Run> runs = overview.runs().stream()
                .filter(r -> stack == null || r.stackName().equals(stack))
                .toList();
        LockTable table = overview.table();
        Map<String, Waiter> waiters = overview.waiters();
        ObjectNode document = Json.object();
        ArrayNode array = document.putArray("runs");
        runs.forEach(r -> array.add(brief(r, waiters.get(r.id()))));
        held(document, table, overview);
        List<Run> reviews = BreakGlass.open(runs);
        if (!reviews.isEmpty()) {
            ArrayNode open = document.putArray("reviews");
            reviews.forEach(r -> open.add(r.id()));
        }
        List<PlanDuty> due = overview.due().stream()
                .filter(d -> stack == null || d.stack().value().equals(stack))
                .toList();
        if (!due.isEmpty()) {
            document.set("due", PlanDuty.json(due));
        }
        if (!overview.repairs().isEmpty()) {
            ArrayNode repairs = document.putArray("repairs");
            overview.repairs().forEach(r -> repairs.addObject()
                    .put("at", r.time().toString())
                    .put("what", r.data().path("what").asText()));
        }
        return overview.print(document, () -> {
            text(runs, waiters);
            overview.repairs().forEach(r -> root.terminal()
                    .out()
                    .println(root.terminal().warn("repaired ") + r.time() + ": "
                            + r.data().path("what").asText()));
            due.forEach(d -> root.terminal()
                    .out()
                    .println(root.terminal().warn("due     ") + "a plan of " + d.stack() + ": " + d.because()));
            held(table, overview);
            reviews.forEach(r -> root.terminal()
                    .out()
                    .println(root.terminal().warn("review  ") + r.id() + " of " + r.stackName()
                            + ": a break-glass run that nobody has reviewed; write it with 'review'"));
        });
    }

    private static ObjectNode brief(Run run, Waiter waiter) {
        ObjectNode json = run.brief();
        if (waiter != null) {
            json.set("waiting", Waiters.json(waiter));
        }
        return json;
    }

    /** What keeps runs from being applied: freezes that somebody switched on, and locks. */
    private static void held(ObjectNode document, LockTable table, Overview overview) {
        ArrayNode freezes = document.putArray("freezes");
        table.freezes().forEach(f -> freezes.addObject()
                .put("scope", f.scope().toString())
                .put("by", f.by())
                .put("since", f.since().toString())
                .put("reason", f.reason()));
        ArrayNode locks = document.putArray("locks");
        overview.locks().forEach(l -> {
            ArrayNode choices = locks.addObject()
                    .put("scope", l.lock().scope().toString())
                    .put("run", l.lock().run())
                    .put("by", overview.person(l.lock().run()))
                    .put("since", l.lock().since().toString())
                    .put("ageSeconds", l.age().toSeconds())
                    .put("state", l.state().name().toLowerCase(Locale.ROOT))
                    .put("reason", l.lock().reason())
                    .put("token", l.lock().token())
                    .put("frozenBecause", l.lock().frozenBecause())
                    .put("backendLockId", l.lock().backendLockId())
                    .put("meaning", l.meaning())
                    .putArray("choices");
            RecoveryChoice.offered(l.lock().frozenBecause()).forEach(c -> choices.add(c.id()));
        });
    }

    private void held(LockTable table, Overview overview) {
        Terminal terminal = root.terminal();
        table.freezes().forEach(f -> terminal.out()
                .println(terminal.bad("frozen  ") + f.scope() + " since " + f.since() + " by " + f.by() + ": "
                        + f.reason()));
        overview.locks().forEach(l -> terminal.out()
                .println(terminal.warn("locked  ") + l.lock().scope() + " for " + age(l.age()) + ", "
                        + l.lock().reason() + ", "
                        + l.state().name().toLowerCase(Locale.ROOT) + ": " + l.meaning()));
    }

    private static String age(Duration age) {
        return age.toDays() > 0
                ? age.toDays() + " d " + age.toHoursPart() + " h"
                : age.toHours() > 0
                        ? age.toHours() + " h " + age.toMinutesPart() + " min"
                        : age.toMinutes() > 0 ? age.toMinutes() + " min" : age.toSeconds() + " s";
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
                            terminal.dim("by " + run.source().actor() + ": " + run.meaning() + "; " + run.next()));
            if (waiters.containsKey(run.id())) {
                terminal.out()
                        .println("    " + terminal.warn("waits  ")
                                + waiters.get(run.id()).sentence());
            }
        }
    }
}
