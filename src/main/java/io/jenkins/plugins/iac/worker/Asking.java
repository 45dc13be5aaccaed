package io.jenkins.plugins.iac.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.runtask.TaskPrograms;

/** External checks that are programs of the agent. There is no credential of the run here, and nothing of its code. */
final class Asking {
    /** Member of the result: what each program left, unread. */
    static final String ANSWERS = "answers";

    private final Job job;

    Asking(Job job) {
        this.job = job;
    }

    ObjectNode run() {
        job.request().questions().forEach(q -> job.log("asking the external check " + q.task()));
        ObjectNode found = Json.object();
        found.set(
                ANSWERS, TaskPrograms.ask(job.request().questions(), job.tools().runner()));
        return found;
    }
}
