package io.jenkins.plugins.iac.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.worker.JobRequest.Phase;

/** Does one phase of a run on this machine. Blocking; for one request at a time in one working directory. */
public final class Worker {
    private final WorkerTools tools;

    public Worker(WorkerTools tools) {
        this.tools = tools;
    }

    /**
     * Does what is asked and returns what was found.
     *
     * @throws IacException if the contract is not valid, something refuses, or the tool fails; for an apply of kind
     *     OUTCOME_UNKNOWN if nobody can say what was changed
     */
    public ObjectNode run(JobRequest request) {
        Job job = Job.open(request, tools);
        if (request.phase() != Phase.APPLY) {
            // An apply that is refused is an answer, too: nothing was started.
            PhaseCheck.require(job);
        }
        return switch (request.phase()) {
            case PREPARE -> new Preparation(job).run();
            case ASK -> new Asking(job).run();
            case STATIC -> new StaticLane(job).run();
            case PLAN -> new Planning(job).run();
            case APPLY -> new Applying(job).run();
        };
    }
}
