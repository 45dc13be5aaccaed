package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Trigger;
import java.util.Arrays;
import java.util.stream.Collectors;

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

    static Trigger trigger(String text) {
        if (text != null && Arrays.stream(Trigger.values()).noneMatch(t -> t.id().equals(text))) {
            throw IacException.badInput(
                    "reading the command line",
                    "--trigger",
                    text,
                    "one of " + Arrays.stream(Trigger.values()).map(Trigger::id).collect(Collectors.joining(", ")),
                    "correct the call");
        }
        return Trigger.of(text);
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
