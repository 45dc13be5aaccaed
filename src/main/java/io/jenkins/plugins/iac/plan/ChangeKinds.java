package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.model.ChangeKind;
import io.jenkins.plugins.iac.model.IacException;
import java.util.List;

/** What kind of change a plan's list of actions is. */
final class ChangeKinds {
    private ChangeKinds() {}

    /**
     * The kind. Terraform and OpenTofu write one action, or two for a replacement: {@code delete} and {@code create} in
     * either order, or {@code create} and {@code forget} in either order where the old object is let go.
     *
     * @throws IacException if the actions are of no known kind; a plan whose effect is unknown is not summed up
     */
    static ChangeKind of(List<String> actions, String address) {
        if (actions.size() == 1) {
            ChangeKind kind = ChangeKind.of(actions.get(0)).orElse(null);
            if (kind != null && kind != ChangeKind.REPLACE && kind != ChangeKind.IMPORT && kind != ChangeKind.MOVE) {
                return kind;
            }
        } else if (actions.size() == 2 && actions.contains("create")) {
            if (actions.contains("delete")) {
                return ChangeKind.REPLACE;
            }
            if (actions.contains("forget")) {
                return ChangeKind.FORGET;
            }
        }
        throw IacException.badInput(
                PlanWalker.DOING,
                address,
                "the actions " + actions,
                "no-op, create, read, update, delete, forget, or a pair that replaces",
                "update this program if the tool is newer than it");
    }
}
