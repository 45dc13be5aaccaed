package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.evidence.LogProofs;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code audit consistency --since CHECKPOINT}. */
@Command(
        name = "consistency",
        header = "Prints a proof, for people without the log, that it goes on from a checkpoint that they kept.",
        description = {
            "",
            "What c2sp.org/tlog-witness has a witness be asked with: the size before, the path of RFC 6962 and the checkpoint of",
            "now. Whoever kept the earlier checkpoint checks it with: verify FILE --since CHECKPOINT --keys FILE.",
            "",
            "Example: iac-runners audit consistency --since checkpoint.txt > now.consistency"
        })
final class AuditConsistencyCommand implements Callable<Integer> {
    @ParentCommand
    private AuditCommand parent;

    @Option(names = "--since", required = true, paramLabel = "CHECKPOINT", description = "the earlier checkpoint")
    private Path since;

    @Override
    public Integer call() {
        AuditCommand.Asked asked = parent.asked();
        String proof = new LogProofs(asked.log(), asked.keys()).consistency(text());
        parent.root()
                .print(
                        Json.object().put("proof", proof),
                        () -> parent.root().terminal().out().print(proof));
        return 0;
    }

    private String text() {
        try {
            return Files.readString(since);
        } catch (IOException e) {
            throw IacException.badInput(
                    "making a proof of the evidence log",
                    since.toString(),
                    e.getClass().getSimpleName(),
                    "a checkpoint that can be read",
                    "correct the path");
        }
    }
}
