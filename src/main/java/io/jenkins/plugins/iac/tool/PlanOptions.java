package io.jenkins.plugins.iac.tool;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How to plan.
 *
 * @param out absolute path at which to save the plan; it does not exist yet
 * @param mode what kind of plan
 * @param targets addresses, normally none
 * @param variables root module variables; they win over every {@code *.auto.tfvars} of the code
 * @param lock whether to take the backend's lock; a plan of which nothing is ever applied holds up nobody
 */
public record PlanOptions(Path out, Mode mode, List<String> targets, Map<String, Object> variables, boolean lock) {
    /** What kind of plan. */
    public enum Mode {
        NORMAL,
        DESTROY,
        REFRESH_ONLY
    }

    public PlanOptions {
        targets = List.copyOf(targets);
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /** An ordinary plan under the backend's lock. */
    public static PlanOptions to(Path out, Map<String, Object> variables) {
        return new PlanOptions(out, Mode.NORMAL, List.of(), variables, true);
    }

    public PlanOptions withMode(Mode other) {
        return new PlanOptions(out, other, targets, variables, lock);
    }

    public PlanOptions withTargets(List<String> others) {
        return new PlanOptions(out, mode, others, variables, lock);
    }

    /** The same under the backend's lock, or without it: only where nothing of the plan is ever applied. */
    public PlanOptions withLock(boolean other) {
        return new PlanOptions(out, mode, targets, variables, other);
    }
}
