package io.jenkins.plugins.iac.journal;

import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import java.nio.file.Path;
import java.time.InstantSource;

/** A program that appends for ever and says each record's number when it is safe; it is there to be killed. */
final class JournalWriterProcess {
    private JournalWriterProcess() {}

    public static void main(String[] args) {
        Journal journal;
        try {
            journal = Journal.open(Path.of(args[0]), InstantSource.system());
        } catch (IacException e) {
            System.exit(e.kind() == IacException.Kind.REFUSED ? 1 : 2);
            return;
        }
        System.out.println("token " + journal.token());
        for (int i = 0; ; i++) {
            JournalRecord record = journal.append(
                    "run-" + i % 7, "step", Json.object().put("i", i).put("text", "x".repeat(i * 131 % 5000)));
            System.out.println("kept " + record.sequence());
        }
    }
}
