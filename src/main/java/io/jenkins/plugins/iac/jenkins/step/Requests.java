package io.jenkins.plugins.iac.jenkins.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.FilePath;
import hudson.model.Node;
import hudson.model.Run;
import io.jenkins.plugins.iac.admission.AdmissionDecision;
import io.jenkins.plugins.iac.admission.Request;
import io.jenkins.plugins.iac.jenkins.agent.AgentFacts;
import io.jenkins.plugins.iac.jenkins.run.EmergencyAction;
import io.jenkins.plugins.iac.jenkins.scm.BuildSources;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.run.RunServices;
import java.io.IOException;
import java.util.Optional;

/** What a build asks of the engine, in the engine's words. */
final class Requests {
    private Requests() {}

    /**
     * The stack of today's catalog.
     *
     * @throws IacException of kind BAD_INPUT if there is none of that name
     */
    static Stack stack(RunServices services, String name) {
        Optional<Stack> stack = services.admission().get().catalog().stack(name);
        return stack.orElseThrow(() -> IacException.badInput(
                "looking for a stack",
                "stack " + name,
                "no such stack in the catalog",
                "the id of one",
                "correct the step's argument, or add the stack to the catalog"));
    }

    static Environment environment(RunServices services, Stack stack) {
        return services.admission()
                .get()
                .catalog()
                .environment(stack.environment())
                .orElseThrow();
    }

    /** The pool that a run waits for. */
    static Pool pool(RunServices services, String name) {
        return services.admission().get().catalog().pool(name).orElseThrow();
    }

    static AdmissionDecision decide(
            RunServices services, Run<?, ?> build, Stack stack, Operation operation, RunSource source) {
        return services.admission()
                .get()
                .decide(Request.of(
                                stack.id(), operation, source, services.clock().instant())
                        .withReplayed(isReplayed(build))
                        .withBreakGlass(EmergencyAction.of(build, stack.id().value(), operation)
                                .isPresent()));
    }

    /** Whether the script of this build may be another than that of the repository. */
    static boolean isReplayed(Run<?, ?> build) {
        return BuildSources.of(build).replayed();
    }

    /** What the request says of the build it comes from, and of the emergency where it is one. */
    static ObjectNode details(RunServices services, Run<?, ?> build, String stack, Operation operation) {
        ObjectNode details = Json.object();
        details.put("replayed", isReplayed(build));
        details.put("build", build.getExternalizableId());
        details.put("commitVerified", true);
        EmergencyAction.of(build, stack, operation).ifPresent(e -> e.into(details, services));
        return details;
    }

    /** The agent as the record names it. */
    static ObjectNode agent(Node node) throws IOException, InterruptedException {
        FilePath root = node.getRootPath();
        if (root == null) {
            throw new IOException("agent " + node.getDisplayName() + " is not connected");
        }
        AgentFacts facts = root.act(new AgentFacts.Ask());
        return Json.object()
                .put("name", node.getDisplayName())
                .put("user", facts.user())
                .put("host", facts.host())
                .put("os", facts.os());
    }
}
