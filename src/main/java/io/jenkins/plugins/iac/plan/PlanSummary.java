package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.model.ChangeKind;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Tri;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a plan's JSON says, without a sensitive value in it. Counts are exact whatever the size; lists are
 * {@link Bounded}.
 *
 * @param formatVersion of the JSON, empty where it says none
 * @param toolVersion {@code terraform_version}, empty where it says none
 * @param counts resource changes by kind, only kinds that occur; {@code import} and {@code move} count beside the kind
 * @param changes all but no-ops that neither move nor import, those that destroy first
 * @param destructive addresses of what is deleted or replaced, sorted; an address stands twice if a deposed object of it
 *     goes too
 * @param drift entries of {@code resource_drift}
 * @param deferred changes put off to a later plan
 * @param outputs changes of root outputs, no-ops left out
 * @param checks results of conditions
 * @param configuration what the configuration in the plan says
 * @param applyable {@link Tri#UNKNOWN} where the format is too old to say
 * @param complete whether the plan covers everything; as above
 * @param errored whether planning failed on the way; as above
 * @param risk what a reviewer must not overlook
 * @param bytes length of the document
 * @param planJson the normalised hash, see docs/plan-digest.md
 */
public record PlanSummary(
        String formatVersion,
        String toolVersion,
        Map<ChangeKind, Long> counts,
        Bounded<ResourceChange> changes,
        Bounded<String> destructive,
        Bounded<ResourceChange> drift,
        Bounded<ResourceChange> deferred,
        Bounded<OutputChange> outputs,
        Bounded<Check> checks,
        Configuration configuration,
        Tri applyable,
        Tri complete,
        Tri errored,
        Bounded<Risk> risk,
        long bytes,
        Sha256 planJson) {
    public PlanSummary {
        counts = counts.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(counts));
    }

    /** How many resource changes are of this kind. */
    public long count(ChangeKind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** How many objects are destroyed, by deletion or replacement. */
    public long destroyed() {
        return count(ChangeKind.DELETE) + count(ChangeKind.REPLACE);
    }

    /** Whether applying would change infrastructure, state or an output. */
    public boolean hasChanges() {
        return counts.keySet().stream().anyMatch(kind -> kind != ChangeKind.NO_OP) || outputs.total() > 0;
    }

    /**
     * What stands in the plan's {@code configuration}.
     *
     * @param providers full names, also of those that only changes name
     * @param modules calls of modules
     * @param provisioners code that an apply executes
     * @param sensitiveVariables root variables declared sensitive or ephemeral
     * @param providersOmitted how many more providers there are
     * @param sensitiveVariablesOmitted how many more such variables there are
     */
    public record Configuration(
            SortedSet<String> providers,
            Bounded<ModuleCall> modules,
            Bounded<Provisioner> provisioners,
            SortedSet<String> sensitiveVariables,
            long providersOmitted,
            long sensitiveVariablesOmitted) {
        public Configuration {
            providers = Collections.unmodifiableSortedSet(new TreeSet<>(providers));
            sensitiveVariables = Collections.unmodifiableSortedSet(new TreeSet<>(sensitiveVariables));
        }
    }

    /** The kinds that occur, spelled as in JSON. */
    public Map<String, Long> countsById() {
        Map<String, Long> byId = new java.util.LinkedHashMap<>();
        List.of(ChangeKind.values()).forEach(kind -> {
            if (counts.containsKey(kind)) {
                byId.put(kind.id(), counts.get(kind));
            }
        });
        return byId;
    }
}
