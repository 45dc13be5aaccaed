package io.jenkins.plugins.iac.tool;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.process.ProcessResult;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Turns the end of a tool into one error that a person can act on. */
final class ToolFailure {
    /** What Terraform and OpenTofu say when changes were made and the state could not be written. */
    private static final List<String> STATE_LOST =
            List.of("Failed to save state", "Failed to persist state", "Failed to create local state file");

    private ToolFailure() {}

    /** Whether the end leaves open what an apply did: anything but an exit of its own with its own code. */
    static boolean isOpen(ProcessResult result) {
        return result.end() != ProcessResult.End.EXITED || result.exitCode() < 0 || result.exitCode() > 127;
    }

    /** The error for a command that changes nothing. */
    static IacException of(String doing, String where, ProcessResult result, List<ToolDiagnostic> said, String text) {
        return make(IacException.Kind.TOOL_FAILED, doing, where, result, said, text);
    }

    /** The same where the tool's own words must not be passed on, so that no log shows what went wrong. */
    static IacException ofWithheld(String doing, String where, ProcessResult result, List<ToolDiagnostic> said) {
        Problem told = of(doing, where, result, said, "").problem();
        boolean ofItself = result.end() == ProcessResult.End.EXITED;
        return new IacException(
                IacException.Kind.TOOL_FAILED,
                new Problem(
                        told.doing(),
                        told.where(),
                        told.found(),
                        told.expected(),
                        ofItself
                                ? "mend what the log says about why the tool's words are withheld; else look at the places that"
                                        + " it names, or plan this commit where you may see the secrets"
                                : told.next()));
    }

    /** The error for an apply: unknown unless the tool itself said that it failed and its state is written. */
    static IacException ofApply(
            String doing,
            String where,
            ProcessResult result,
            List<ToolDiagnostic> said,
            String text,
            boolean stateLeftBehind) {
        boolean lost = stateLeftBehind
                || said.stream().anyMatch(d -> STATE_LOST.stream().anyMatch(d.summary()::startsWith));
        boolean unknown = isOpen(result) || result.exitCode() == 0 || lost;
        IacException.Kind kind = unknown ? IacException.Kind.OUTCOME_UNKNOWN : IacException.Kind.TOOL_FAILED;
        return make(kind, doing, where, result, said, text);
    }

    private static IacException make(
            IacException.Kind kind,
            String doing,
            String where,
            ProcessResult result,
            List<ToolDiagnostic> said,
            String text) {
        List<ToolDiagnostic> errors =
                said.stream().filter(ToolDiagnostic::isError).toList();
        String end = end(result);
        String found = errors.isEmpty()
                ? end + (text.isEmpty() ? "" : ", saying: " + text)
                : errors.get(0).summary()
                        + place(errors.get(0))
                        + (errors.size() > 1 ? " and " + (errors.size() - 1) + " more" : "")
                        + ", " + end;
        return new IacException(kind, new Problem(doing, where, found, "success", next(kind, result, errors)));
    }

    /** Whether the tool never had the lock: what was seen of it is another one's. */
    static boolean isLockedOut(List<ToolDiagnostic> said) {
        return said.stream().anyMatch(d -> d.isError() && d.summary().startsWith("Error acquiring the state lock"));
    }

    /**
     * Who kept the tool from its lock, where it certainly changed nothing: it ended by itself, that is its only error, about no
     * resource and no line of the code, and it said nothing that comes after the lock. Empty where anything else was seen.
     *
     * @param begun whether the tool said anything that it does not say before it has the lock
     */
    static Optional<LockHolder> neverBegun(ProcessResult result, boolean begun, List<ToolDiagnostic> said) {
        List<ToolDiagnostic> errors =
                said.stream().filter(ToolDiagnostic::isError).toList();
        boolean never = result.end() == ProcessResult.End.EXITED
                && result.exitCode() == 1
                && !begun
                && errors.size() == 1
                && isLockedOut(errors)
                && errors.get(0).address().isEmpty()
                && errors.get(0).file().isEmpty();
        return never ? Optional.of(LockHolder.of(errors.get(0).detail())) : Optional.empty();
    }

    /** The lock that the tool had and could not give back, or null. */
    static String keptLock(List<ToolDiagnostic> said) {
        return said.stream()
                .filter(d -> d.isError() && d.summary().startsWith("Error releasing the state lock"))
                .map(d -> LockHolder.of(d.detail()).id())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static String place(ToolDiagnostic error) {
        String at = error.file().isEmpty() ? error.address() : error.file() + ":" + error.line();
        return at.isEmpty() ? "" : " (" + at + ")";
    }

    private static String end(ProcessResult result) {
        String after = " after " + Math.max(1, result.wallTime().toSeconds()) + " s";
        return switch (result.end()) {
            case EXITED ->
                result.exitCode() > 127
                        ? "ended by signal " + (result.exitCode() - 128)
                        : "exit code " + result.exitCode();
            case TIMED_OUT -> "stopped by the timeout" + after;
            case OUTPUT_LIMIT -> "stopped for too much output";
            case CANCELLED -> "canceled" + after;
            case SINK_FAILED -> "stopped because its output could not be taken";
        };
    }

    private static String next(IacException.Kind kind, ProcessResult result, List<ToolDiagnostic> errors) {
        if (kind == IacException.Kind.OUTCOME_UNKNOWN) {
            return "do not run it again; compare the infrastructure with the state, then repair, import or re-plan";
        }
        for (ToolDiagnostic error : errors) {
            if (error.summary().startsWith("Error acquiring the state lock")) {
                String id = LockHolder.of(error.detail()).id();
                return "wait for whoever holds the backend's lock" + (id == null ? "" : " " + id)
                        + "; if nobody does any more, break it with the tool's own force-unlock";
            }
        }
        if (result.end() == ProcessResult.End.TIMED_OUT) {
            return "look at the last progress in the log, or give it more time";
        }
        if (result.end() == ProcessResult.End.CANCELLED) {
            return "start a new run when it is wanted again";
        }
        return errors.isEmpty() ? "read the log of the run" : "correct what the log of the run shows, then run again";
    }
}
