package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.evidence.Copies;
import io.jenkins.plugins.iac.evidence.CopyStatus;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Waiter;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunId;
import io.jenkins.plugins.iac.run.Waiters;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code run show}: one run, whole. */
@Command(
        name = "run",
        header = "Shows one run with everything that the journal knows of it.",
        subcommands = RunCommand.Show.class)
final class RunCommand implements Runnable {
    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: run show RUN");
    }

    /** {@code run show RUN}. */
    @Command(
            name = "show",
            header = "Shows one run: state, what it means, what to do next, plan, votes, times, evidence.")
    static final class Show implements Callable<Integer> {
        @ParentCommand
        private RunCommand parent;

        @Parameters(index = "0", paramLabel = "RUN", description = "the run")
        private String id;

        @Override
        public Integer call() {
            String wanted = RunId.check(id);
            Overview overview = Overview.of(parent.root);
            Run run = overview.whole(wanted);
            if (run == null && overview.damage() != null) {
                // Perhaps it is behind the damage.
                throw overview.damage();
            }
            if (run == null) {
                throw IacException.badInput(
                        "looking for a run",
                        id,
                        "no such run in the journal",
                        "a run of this home",
                        "list them with 'runs'");
            }
            ObjectNode json = run.full();
            Waiter waiter = overview.waiters().get(run.id());
            if (waiter != null) {
                json.set("waiting", Waiters.json(waiter));
            }
            copies(run, json);
            // A person reads the same facts indented; envelopes are for programs.
            return overview.print(json, () -> {
                json.remove("contract");
                json.remove("applyContract");
                parent.root.terminal().out().println(Json.pretty(json));
            });
        }

        /** Which copies of the log have the evidence of the run; what the journal says is shown also where nobody can tell. */
        private void copies(Run run, ObjectNode json) {
            RootCommand root = parent.root;
            JsonNode record = run.fact("evidence").path("index");
            try {
                List<CopyStatus> copies =
                        record.isIntegralNumber() ? root.home().copies(root.catalogFile()) : List.of();
                if (!copies.isEmpty()) {
                    json.set("copies", Copies.json(copies, record.asLong()));
                }
            } catch (IacException e) {
                root.terminal().err().println(root.terminal().dim(e.problem().sentence()));
            }
        }
    }
}
