package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.evidence.LogProofs;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.run.RunId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code audit proof RUN}. */
@Command(
        name = "proof",
        header =
                "Prints a proof, for people who have neither the log nor this program, that a run's evidence is in the log.",
        description = {
            "",
            "One text in the format of c2sp.org/tlog-proof with the evidence in it; keep it as RUN.tlog-proof. 'verify' takes it,",
            "and so does other people's code. Whoever checks it takes the public keys from 'keys', by another way.",
            "",
            "Example: iac-runners audit proof RUN > RUN.tlog-proof"
        })
final class AuditProofCommand implements Callable<Integer> {
    @ParentCommand
    private AuditCommand parent;

    @Parameters(index = "0", paramLabel = "RUN", description = "the run")
    private String run;

    @Override
    public Integer call() {
        AuditCommand.Asked asked = parent.asked();
        LogProofs.Inclusion proof = new LogProofs(asked.log(), asked.keys()).inclusion(RunId.check(run));
        ObjectNode json = Json.object().put("run", run).put("record", proof.record());
        json.put("checkpoint", proof.checkpoint()).put("proof", proof.text());
        json.set("keys", asked.keys().jwks().path("keys"));
        parent.root().print(json, () -> parent.root().terminal().out().print(proof.text()));
        return 0;
    }
}
