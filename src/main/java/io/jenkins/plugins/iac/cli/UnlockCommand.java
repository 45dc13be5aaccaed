package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Liveness;
import io.jenkins.plugins.iac.lock.Lock;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.run.RecoveryChoice;
import io.jenkins.plugins.iac.run.Unlocking;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code unlock}: breaks a lock, with evidence. */
@Command(
        name = "unlock",
        header = "Breaks the lock of a stack whose run ended in doubt, and leaves evidence of it.",
        description = {
            "",
            "A run that ended as apply_failed, apply_unknown or verification_failed keeps its stack locked until a person has",
            "looked at what is there. Repair, import, re-plan or revert first; then unlock and say which and why. Who did it,",
            "what was chosen, why, and whose lock it was becomes a record of the journal and a sealed record of the evidence log.",
            "",
            "Nobody checks here who may do that: it is as with votes, and the evidence says so. The lock of a stack in a protected",
            "environment, or one that the catalog does not have, is broken only in a home made with --trust-local-votes.",
            "",
            "Exit code 1: the stack is not locked. 2: the lock's run is at work, or the environment wants somebody authenticated.",
            "",
            "Example: iac-runners unlock prod/eu-west-1/payments-db --as sam --choice re-plan --reason 'state compared, one was made'"
        })
final class UnlockCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Parameters(index = "0", paramLabel = "STACK", description = "the stack")
    private String stack;

    @Option(names = "--as", required = true, paramLabel = "USER", description = "who unlocks")
    private String user;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; kept as evidence")
    private String reason;

    @Option(
            names = "--choice",
            paramLabel = "CHOICE",
            description = "what was done about the doubtful end: repair, import, re-plan or revert; kept as evidence")
    private String choice;

    @Override
    public Integer call() {
        RecoveryChoice chosen = RecoveryChoice.of(choice);
        if (!StackId.isValid(stack)) {
            throw IacException.badInput(
                    "breaking a lock",
                    "",
                    stack.replaceAll("\\p{Cntrl}", "?"),
                    "a stack such as prod/eu-west-1/payments-db",
                    "list the locks with 'runs'");
        }
        try (CliEngine engine = CliEngine.open(root)) {
            ObjectNode caller = Json.object().put("osUser", System.getProperty("user.name"));
            // Whoever has the journal is the only process of this home, so every run is dead.
            Unlocking.Unlocked done = new Unlocking(engine.services())
                    .unlock(
                            new StackId(stack),
                            held(engine),
                            user,
                            false,
                            caller,
                            chosen,
                            reason,
                            id -> Liveness.Owner.DEAD);
            ObjectNode json = Json.object();
            json.put("stack", stack);
            json.put("unlocked", true);
            json.putObject("lock")
                    .put("run", done.lock().run())
                    .put("since", done.lock().since().toString())
                    .put("reason", done.lock().reason())
                    .put("frozenBecause", done.lock().frozenBecause());
            json.put("by", user);
            json.put("authenticated", false);
            json.put("permission", Unlocking.NOT_CHECKED);
            json.put("choice", chosen == null ? null : chosen.id());
            json.put("reason", done.reason());
            json.put("run", done.id());
            json.put("evidence", done.evidence().toString());
            root.progress(Unlocking.NOT_CHECKED);
            if (chosen == null && done.lock().isFrozen()) {
                root.progress(
                        "the evidence does not say what was done about it: " + RecoveryChoice.words() + " (--choice)");
            }
            root.print(json, () -> root.terminal()
                    .out()
                    .println("unlocked " + stack + ", which run " + done.lock().run() + " had locked\nevidence  "
                            + done.evidence()));
        }
        return 0;
    }

    /** Token of the lock that there is: nobody else can take it while this process has the journal. */
    private long held(CliEngine engine) {
        return engine.services()
                .locks()
                .table()
                .lock(LockScope.stack(new StackId(stack)))
                .map(Lock::token)
                .orElse(0L);
    }
}
