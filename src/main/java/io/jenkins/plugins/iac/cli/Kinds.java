package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.SourceKind;

/** Words of the command line that must be of a list. */
final class Kinds {
    private Kinds() {}

    static SourceKind source(String text) {
        if (!SourceKind.ids().contains(text)) {
            throw IacException.badInput(
                    "reading the command line",
                    "--source",
                    text,
                    "one of " + String.join(", ", SourceKind.ids()),
                    "correct the call; what is not known is 'unknown'");
        }
        return SourceKind.of(text);
    }

    static Operation operation(String text) {
        return Operation.of(text)
                .orElseThrow(() -> IacException.badInput(
                        "reading the command line",
                        "--operation",
                        text,
                        "one of " + String.join(", ", Operation.ids()),
                        "correct the call"));
    }
}
