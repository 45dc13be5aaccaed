package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.drift.DriftAgenda;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.run.DriftDuty;
import io.jenkins.plugins.iac.run.DriftStatus;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code drift-status}: how every stack stands, and which checks are due. */
@Command(
        name = "drift-status",
        header = "Shows how every stack stands against the world, and which checks are due or wait.",
        description = {
            "",
            "Starts nothing: a scheduler of this machine calls this, and 'drift' for each stack under 'start'.",
            "",
            "Example: iac-runners drift-status --format json"
        })
final class DriftStatusCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Override
    public Integer call() {
        Overview overview = Overview.of(root);
        DriftDuty duty = overview.drift();
        Map<String, DriftStatus> statuses = duty.everyStack();
        DriftAgenda agenda = duty.agenda();
        ObjectNode json = Json.object();
        ObjectNode stacks = json.putObject("stacks");
        statuses.forEach((stack, status) -> stacks.set(stack, status.json()));
        json.set("agenda", DriftDuty.json(agenda));
        json.set("refused", Json.tree(duty.refused()));
        int overdue = duty.overdue(agenda).size();
        json.put("overdue", overdue);
        return overview.print(json, () -> {
            text(statuses, agenda);
            if (overdue > 0) {
                root.terminal()
                        .out()
                        .println(
                                root.terminal().warn("overdue  ") + overdue
                                        + " of them for more than a whole interval, or never looked at; schedules start nothing by themselves");
            }
        });
    }

    private void text(Map<String, DriftStatus> statuses, DriftAgenda agenda) {
        Terminal terminal = root.terminal();
        statuses.forEach((stack, status) -> terminal.out()
                .println((status.state() == DriftStatus.State.DRIFTED ? terminal.bad(word(status)) : word(status))
                        + "  " + stack + terminal.dim(known(status))));
        agenda.start().forEach(d -> terminal.out()
                .println("due      " + d.stack()
                        + (d.since().equals(java.time.Instant.EPOCH) ? ", never looked at" : " since " + d.since())));
        agenda.waiting().forEach(w -> terminal.out()
                .println("waiting  " + w.due().stack() + ", place " + w.position() + ": "
                        + w.reason().found()));
        if (agenda.next() != null) {
            terminal.out().println("next     " + agenda.next());
        }
    }

    private static String word(DriftStatus status) {
        return status.run() == null ? "never looked" : status.state().name().toLowerCase(Locale.ROOT);
    }

    private static String known(DriftStatus status) {
        return (status.run() == null ? "" : "  " + status.at() + ", run " + status.run())
                + (status.failed() == null ? "" : "; a later check failed: " + status.failed());
    }
}
