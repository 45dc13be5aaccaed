package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.model.ChangeKind;
import java.util.List;
import java.util.Map;

/**
 * What a plan does to one object. Texts are Terraform's, as they stand in the plan; an absent one is empty.
 *
 * @param address for example {@code module.db.aws_db_instance.orders[0]}
 * @param previousAddress the address before a {@code moved} block, empty if it did not move
 * @param moduleAddress empty for the root module
 * @param mode {@code managed} or {@code data}
 * @param type resource type
 * @param name the resource's name in its module
 * @param providerName full name of the provider
 * @param kind what happens; moves and imports are told by {@link #isMove} and {@link #isImport} beside
 * @param actions as planned, in order
 * @param deposed the key of a deposed object that this is about, empty for the current one
 * @param actionReason Terraform's word, for example {@code replace_because_cannot_update}; newer versions may have others
 * @param replacePaths attributes that force a replacement, as a person writes them: {@code tags["a"]}, {@code disk[0].size}
 * @param imported whether the object is imported
 * @param importId the id it is imported by; empty where it goes by identity or is not known yet
 * @param attributes what changes inside, sensitive values masked; empty where nobody asked
 */
public record ResourceChange(
        String address,
        String previousAddress,
        String moduleAddress,
        String mode,
        String type,
        String name,
        String providerName,
        ChangeKind kind,
        List<String> actions,
        String deposed,
        String actionReason,
        List<String> replacePaths,
        boolean imported,
        String importId,
        Bounded<AttributeChange> attributes) {
    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("replace_because_cannot_update", "the provider cannot update it in place"),
            Map.entry("replace_because_tainted", "it is tainted"),
            Map.entry("replace_by_request", "its replacement was asked for"),
            Map.entry("replace_by_triggers", "replace_triggered_by"),
            Map.entry("delete_because_no_resource_config", "it is not in the configuration"),
            Map.entry("delete_because_wrong_repetition", "count or for_each was added or removed"),
            Map.entry("delete_because_count_index", "its index is out of the range of count"),
            Map.entry("delete_because_each_key", "its key is not in for_each"),
            Map.entry("delete_because_no_module", "its module is not in the configuration"),
            Map.entry("delete_because_no_move_target", "the target of its move is not in the configuration"),
            Map.entry("read_because_config_unknown", "its configuration is known after apply"),
            Map.entry("read_because_dependency_pending", "something it depends on changes"),
            Map.entry("read_because_check_nested", "it stands in a check block"));

    public ResourceChange {
        actions = List.copyOf(actions);
        replacePaths = List.copyOf(replacePaths);
    }

    /** The same without secrets in what is shown of its values. */
    ResourceChange masked(SecretMasker masker) {
        return new ResourceChange(
                address,
                previousAddress,
                moduleAddress,
                mode,
                type,
                name,
                providerName,
                kind,
                actions,
                deposed,
                actionReason,
                replacePaths,
                imported,
                masker.maskCut(importId),
                attributes.map(a -> a.masked(masker)));
    }

    public boolean isMove() {
        return !previousAddress.isEmpty() && !previousAddress.equals(address);
    }

    public boolean isImport() {
        return imported;
    }

    /** Whether the new object is made before the old one is destroyed. */
    public boolean isCreateBeforeDestroy() {
        return actions.size() == 2
                && actions.get(0).equals("create")
                && actions.get(1).equals("delete");
    }

    /** The address, with the key of the deposed object where it is about one. */
    public String display() {
        return deposed.isEmpty() ? address : address + " (deposed object " + deposed + ")";
    }

    /**
     * What happens and why, as an operator writes it: {@code aws_db_instance.orders will be replaced: engine_version
     * forces replacement}.
     */
    public String sentence() {
        StringBuilder text = new StringBuilder(display()).append(' ').append(verb());
        if (!replacePaths.isEmpty()) {
            text.append(": ")
                    .append(String.join(", ", replacePaths))
                    .append(replacePaths.size() == 1 ? " forces replacement" : " force replacement");
        } else if (!actionReason.isEmpty()) {
            text.append(": ").append(REASONS.getOrDefault(actionReason, actionReason.replace('_', ' ')));
        }
        return text.toString();
    }

    /** What was found to have happened to it, for an entry of {@code resource_drift}. */
    public String driftSentence() {
        return display()
                + switch (kind) {
                    case DELETE -> " no longer exists";
                    case UPDATE -> " was changed";
                    default -> isMove() ? " has moved from " + previousAddress : " is not as it was left";
                };
    }

    private String verb() {
        return switch (kind) {
            case CREATE -> imported ? "will be imported and created" : "will be created";
            case UPDATE -> imported ? "will be imported and updated in place" : "will be updated in place";
            case DELETE -> "will be destroyed";
            case REPLACE ->
                isCreateBeforeDestroy()
                        ? "will be replaced (created before the old one is destroyed)"
                        : "will be replaced";
            case READ -> "will be read during apply";
            case FORGET ->
                actions.contains("create")
                        ? "will be created anew, the old object no longer managed but not destroyed"
                        : "will no longer be managed, but not destroyed";
            case NO_OP, IMPORT, MOVE ->
                imported ? "will be imported" : isMove() ? "has moved from " + previousAddress : "does not change";
        };
    }
}
