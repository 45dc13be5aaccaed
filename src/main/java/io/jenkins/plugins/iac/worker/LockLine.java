package io.jenkins.plugins.iac.worker;

import io.jenkins.plugins.iac.tool.Terraform;
import java.util.Optional;

/**
 * The line by which a worker tells the id of the backend's own lock as soon as the tool holds it, so that its host knows it
 * where the worker never answers. What the tool and its programs say is indented in a worker's log: none of it is such a line.
 */
public final class LockLine {
    private static final String START = "the backend's lock is ";

    private LockLine() {}

    static String of(String id) {
        return START + id;
    }

    /** The id, where a line of a worker's log tells it; for people, not for decisions. */
    public static Optional<String> id(String line) {
        return line.startsWith(START)
                ? Optional.of(line.substring(START.length()).strip()).filter(Terraform::isLockId)
                : Optional.empty();
    }
}
