package io.jenkins.plugins.iac.jenkins.approval;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.iac.approval.PipelineInput;
import io.jenkins.plugins.iac.approval.Vote;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.run.RunState;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.support.steps.input.InputSubmittedAction;

/**
 * Votes by Pipeline's own {@code input}: one each, if its id is that of the plan. The voter is read from the flow node,
 * where Jenkins wrote it; what the script says ({@code submitterParameter}) is not looked at.
 */
public final class InputVotes {
    private static final String NODE = "flowNode";

    private InputVotes() {}

    /** Records what was submitted and is not recorded yet. Walks the build's graph: not for every moment. */
    public static void collect(Run<?, ?> build, String id, TaskListener listener) {
        if (Jenkins.get().getPlugin("pipeline-input-step") == null
                || !(build instanceof FlowExecutionOwner.Executable executable)) {
            return;
        }
        FlowExecutionOwner owner = executable.asFlowExecutionOwner();
        FlowExecution execution = owner == null ? null : owner.getOrNull();
        if (execution == null) {
            return;
        }
        for (FlowNode node : new DepthFirstScanner().allNodes(execution)) {
            InputSubmittedAction submitted = node.getPersistentAction(InputSubmittedAction.class);
            if (submitted != null) {
                count(id, node, submitted.getApprover(), listener);
            }
        }
    }

    private static void count(String id, FlowNode node, String approver, TaskListener listener) {
        io.jenkins.plugins.iac.run.Run run = IacRuns.get().services().book().get(id);
        JsonNode digest = run.fact("plan").path("digest");
        Object inputId = ArgumentsAction.getArguments(node).get("id");
        if (run.state() != RunState.AWAITING_APPROVAL
                || !digest.isTextual()
                || !(inputId instanceof String text)
                || !PipelineInput.asksAbout(text, Sha256.parse(digest.asText()))
                || isKnown(run, node.getId())) {
            return;
        }
        try {
            Voter voter = Voter.submitter(approver);
            Ballot.cast(
                    id,
                    voter,
                    Vote.Decision.APPROVE,
                    Sha256.parse(digest.asText()),
                    "",
                    "input",
                    Json.object().put("user", voter.id()).put(NODE, node.getId()));
            listener.getLogger().println("the input " + text + " counts as a vote of " + voter.id());
        } catch (IacException e) {
            listener.getLogger()
                    .println("the input " + text + " does not count: "
                            + e.problem().sentence());
        }
    }

    private static boolean isKnown(io.jenkins.plugins.iac.run.Run run, String node) {
        for (JsonNode vote : run.votes()) {
            if (vote.path("recordedBy").path(NODE).asText().equals(node)) {
                return true;
            }
        }
        for (JsonNode vote : run.fact("refusedVotes")) {
            if (vote.path("recordedBy").path(NODE).asText().equals(node)) {
                return true;
            }
        }
        return false;
    }
}
