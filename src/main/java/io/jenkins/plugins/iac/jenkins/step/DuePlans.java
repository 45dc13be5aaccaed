package io.jenkins.plugins.iac.jenkins.step;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.run.PlanDuty;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which stacks a build plans because they are due, and why: their plans end there. Kept with the build. */
public class DuePlans extends InvisibleAction {
    private final HashMap<String, String> because = new HashMap<>();

    /** Notes what is due, durably. */
    static void note(Run<?, ?> build, List<PlanDuty> due) throws IOException {
        DuePlans plans = new DuePlans();
        due.forEach(d -> plans.because.put(d.stack().value(), d.because()));
        build.addOrReplaceAction(plans);
        build.save();
    }

    /** Why a stack is planned and nothing more in this build, or null. */
    static String because(Run<?, ?> build, String stack, Operation operation) {
        DuePlans plans = operation == Operation.PLAN ? build.getAction(DuePlans.class) : null;
        return plans == null ? null : ((Map<String, String>) plans.because).get(stack);
    }
}
