package io.jenkins.plugins.iac.model;

import java.util.List;

/**
 * What an environment asks for beyond its approvals before a stack is taken down.
 *
 * @param ticket beginning of the ticket that must be named with the request, or null where none is needed
 * @param approvals requirements beside those of the environment
 * @param secondOperator team of which one person must confirm whose vote is needed for nothing else, or null
 * @param runTasks external checks that must pass, for example that there is a backup
 * @param windows weekly times outside which nothing is taken down; any time where empty
 */
public record DestroyPolicy(
        String ticket,
        List<ApprovalRule> approvals,
        String secondOperator,
        List<String> runTasks,
        List<Window> windows) {
    public DestroyPolicy {
        approvals = Values.list(approvals);
        runTasks = Values.list(runTasks);
        windows = Values.list(windows);
    }
}
