package io.jenkins.plugins.iac.jenkins.step;

import io.jenkins.plugins.iac.jenkins.approval.Wait;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Ticket;
import java.util.Collection;

/**
 * What the steps that do a whole way are made of: the single steps, in Groovy. The grammars of a stack's id, of a time and of a ticket
 * leave nothing that could end a Groovy literal.
 */
final class RunScripts {
    private RunScripts() {}

    /** Plan, approval, apply. */
    static String run(String stack, String timeout, String ticket) {
        return whole(stack, timeout, ticket, "plan", "apply", "");
    }

    /** The plan of a destruction, approval, destruction: both under the operation {@code destroy}. */
    static String destroy(String stack, String timeout, String ticket) {
        return whole(stack, timeout, ticket, "destroy", "destroy", ", destroy: true");
    }

    /** The plan of an import, approval, import: both under the operation {@code import}. */
    static String imports(String stack, String timeout, String ticket) {
        return whole(stack, timeout, ticket, "import", "import", ", importOnly: true");
    }

    private static String whole(String stack, String timeout, String ticket, String plan, String apply, String how) {
        String wait = Wait.parse(timeout) == null ? "" : ", timeout: '" + timeout.strip() + "'";
        if (ticket != null && !Ticket.isValid(ticket)) {
            throw new IllegalArgumentException("expected " + Ticket.EXPECTED + ", found '" + ticket + "'");
        }
        String id = "'" + new StackId(stack).value() + "'";
        return String.join(
                "\n",
                "def result = null",
                "iacAgent(stack: " + id + ", operation: '" + plan + "'"
                        + (ticket == null ? "" : ", ticket: '" + ticket + "'") + ") { result = iacPlan(stack: " + id
                        + how
                        + ") }",
                "if (result.state != 'no_changes' && result.state != 'plan_only') {",
                "    iacApproval(stack: " + id + wait + ")",
                "    iacAgent(stack: " + id + ", operation: '" + apply + "') { result = iacApply(stack: " + id + ") }",
                "}",
                "return result",
                "");
    }

    /** A look for drift; where the override team has the word, it is waited for on no agent. */
    static String drift(String stack) {
        return ("def result = null\n" + look("result")
                        + "if (result.state == 'planned') { result = iacApproval(stack: 'STACK') }\n"
                        + "return result\n")
                .replace("STACK", new StackId(stack).value());
    }

    private static String look(String result) {
        return "iacAgent(stack: 'STACK', operation: 'drift') { " + result
                + " = iacPlan(stack: 'STACK', refreshOnly: true) }\n";
    }

    /**
     * Looks at several stacks beside each other. One that cannot be looked at does not keep the others from it and makes the
     * build unstable, so that somebody hears of it; one that was called off does not. A schedule waits for nobody: where the
     * override team would have the word, the build is unstable as well.
     */
    static String drifts(Collection<StackId> stacks) {
        return beside(
                stacks,
                look("results['STACK']")
                        + "if (results['STACK'].state == 'planned') { currentBuild.result = 'UNSTABLE' }");
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
