package io.jenkins.plugins.iac.jenkins.step;

import io.jenkins.plugins.iac.jenkins.approval.Wait;
import io.jenkins.plugins.iac.model.StackId;
import java.util.Collection;

/**
 * What the steps that do a whole way are made of: the single steps, in Groovy. The grammars of a stack's id and of a time
 * leave nothing that could end a Groovy literal.
 */
final class RunScripts {
    private RunScripts() {}

    /** Plan, approval, apply. */
    static String run(String stack, String timeout) {
        return whole(stack, timeout, "plan", "apply", "");
    }

    /** The plan of a destruction, approval, destruction: both under the operation {@code destroy}. */
    static String destroy(String stack, String timeout) {
        return whole(stack, timeout, "destroy", "destroy", ", destroy: true");
    }

    /** The plan of an import, approval, import: both under the operation {@code import}. */
    static String imports(String stack, String timeout) {
        return whole(stack, timeout, "import", "import", ", importOnly: true");
    }

    private static String whole(String stack, String timeout, String plan, String apply, String how) {
        String id = new StackId(stack).value();
        String wait = Wait.parse(timeout) == null ? "" : ", timeout: '" + timeout.strip() + "'";
        return """
                def result = null
                iacAgent(stack: 'STACK', operation: 'FIRST') { result = iacPlan(stack: 'STACK'HOW) }
                if (result.state != 'no_changes' && result.state != 'plan_only') {
                    iacApproval(stack: 'STACK'WAIT)
                    iacAgent(stack: 'STACK', operation: 'SECOND') { result = iacApply(stack: 'STACK') }
                }
                return result
                """
                .replace("FIRST", plan)
                .replace("SECOND", apply)
                .replace("HOW", how)
                .replace("WAIT", wait)
                .replace("STACK", id);
    }

    /** A look for drift. */
    static String drift(String stack) {
        return """
                def result = null
                iacAgent(stack: 'STACK', operation: 'drift') { result = iacPlan(stack: 'STACK', refreshOnly: true) }
                return result
                """
                .replace("STACK", new StackId(stack).value());
    }

    /**
     * Looks at several stacks beside each other. One that cannot be looked at does not keep the others from it and makes the
     * build unstable, so that somebody hears of it; one that was called off does not.
     */
    static String drifts(Collection<StackId> stacks) {
        return beside(stacks, "results['STACK'] = iacDrift(stack: 'STACK')");
    }

    /** The same for plans. */
    static String plans(Collection<StackId> stacks) {
        return beside(
                stacks, "iacAgent(stack: 'STACK', operation: 'plan') { results['STACK'] = iacPlan(stack: 'STACK') }");
    }

    private static String beside(Collection<StackId> stacks, String work) {
        StringBuilder script = new StringBuilder("def results = [:]\ndef looks = [:]\n");
        for (StackId stack : stacks) {
            script.append(
                    """
                    looks['STACK'] = {
                        try {
                            WORK
                        } catch (hudson.AbortException e) {
                            echo 'STACK: ' + e.message
                            if (!('' + e.message).startsWith('CALLED')) { currentBuild.result = 'UNSTABLE' }
                        }
                    }
                    """
                            .replace("WORK", work)
                            .replace("CALLED", AtWork.CALLED_OFF)
                            .replace("STACK", stack.value()));
        }
        return script + (stacks.isEmpty() ? "" : "parallel looks\n") + "return results\n";
    }
}
