package io.jenkins.plugins.iac.tool;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.model.Stack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * Which workspace is selected: the tool keeps its name in the file {@code environment} of its data directory, and without
 * that file (and {@code TF_WORKSPACE}, which is never let in) it is {@code default}.
 */
final class WorkspaceSelection {
    private final Path file;

    WorkspaceSelection(Path dataDirectory) {
        this.file = dataDirectory.resolve("environment");
    }

    boolean is(String workspace) {
        return workspace.equals(read());
    }

    /** Throws REFUSED unless this workspace is selected. */
    void require(String workspace, String doing, String where) {
        String found = read();
        if (!workspace.equals(found)) {
            String next = "initialise and select the workspace in this environment first";
            throw new IacException(
                    IacException.Kind.REFUSED,
                    new Problem(doing, where, "the workspace " + found, workspace, next),
                    List.of(Condition.failed("workspace", workspace, found, next)),
                    null);
        }
    }

    private String read() {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Stack.DEFAULT_WORKSPACE;
        }
        try {
            String name = Files.readString(file, StandardCharsets.UTF_8).strip();
            return name.isEmpty() ? Stack.DEFAULT_WORKSPACE : name;
        } catch (IOException e) {
            return "unknown";
        }
    }
}
