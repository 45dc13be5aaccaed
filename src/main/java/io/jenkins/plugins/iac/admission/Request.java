package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.StackId;
import java.time.Instant;
import java.util.Objects;

/**
 * What somebody asks for.
 *
 * @param stack the stack's id as it was given; text that is no id is an unknown stack
 * @param operation what is to be done
 * @param source the code and who asked, as the host established them
 * @param now the time of the decision, or null where it is not known (then freezes and windows refuse)
 * @param replayed whether the script was changed by hand for this build; such a run never writes
 * @param signatureFinal whether our checkout has happened, so that an unknown signature refuses instead of deferring
 * @param breakGlass whether this is an emergency run; only pools of trust {@code breakglass} take it
 */
public record Request(
        String stack,
        Operation operation,
        RunSource source,
        Instant now,
        boolean replayed,
        boolean signatureFinal,
        boolean breakGlass) {
    public Request {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(source, "source");
    }

    /** An ordinary request before checkout. */
    public static Request of(String stack, Operation operation, RunSource source, Instant now) {
        return new Request(stack, operation, source, now, false, false, false);
    }

    public static Request of(StackId stack, Operation operation, RunSource source, Instant now) {
        return of(stack.value(), operation, source, now);
    }

    /** The same request after our checkout, with what it found out about the signature. */
    public Request afterCheckout(RunSource checkedOut) {
        return new Request(stack, operation, checkedOut, now, replayed, true, breakGlass);
    }

    /** The same request from another source. */
    Request withSource(RunSource other) {
        return new Request(stack, operation, other, now, replayed, signatureFinal, breakGlass);
    }

    public Request withReplayed(boolean byHand) {
        return new Request(stack, operation, source, now, byHand, signatureFinal, breakGlass);
    }

    public Request withBreakGlass(boolean emergency) {
        return new Request(stack, operation, source, now, replayed, signatureFinal, emergency);
    }
}
