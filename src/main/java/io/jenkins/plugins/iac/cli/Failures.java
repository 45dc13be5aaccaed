package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import java.util.List;

/** Whatever goes wrong under way becomes the one kind of error, so that the run it ends says why. */
final class Failures {
    private Failures() {}

    static IacException of(String doing, String run, Exception e) {
        return e instanceof IacException known
                ? known
                : new IacException(
                        IacException.Kind.TOOL_FAILED,
                        new Problem(
                                doing,
                                "run " + run,
                                e.getClass().getSimpleName() + ": " + e.getMessage(),
                                "",
                                "set IAC_DEBUG=1 and try again; report what it shows"),
                        List.of(),
                        e);
    }
}
