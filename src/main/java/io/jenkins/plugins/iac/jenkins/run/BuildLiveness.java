package io.jenkins.plugins.iac.jenkins.run;

import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.Queue;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.iac.lock.Liveness;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunServices;
import java.io.IOException;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionList;

/**
 * Whether the build that a run belongs to goes on. A build that is gone or over works on nothing any more. Anything that
 * cannot be found out counts as alive.
 */
public final class BuildLiveness implements Liveness {
    private final RunServices services;

    public BuildLiveness(RunServices services) {
        this.services = services;
    }

    @Override
    public Owner of(String id) {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            Run run = services.book().get(id);
            hudson.model.Run<?, ?> build = build(run);
            if (build != null && build.isBuilding()) {
                return Owner.ALIVE;
            }
            if (build != null && IacBuildAction.has(build, id)) {
                return Owner.DEAD;
            }
            // Its job may have got another name meanwhile, and another job the name that it had.
            return isOnAnExecutor(id) || isInAFlow(id) ? Owner.ALIVE : Owner.DEAD;
        } catch (IacException | IOException e) {
            return Owner.UNKNOWN;
        }
    }

    /** The build that asked for a run, or null where there is none of that name any more. */
    public static hudson.model.Run<?, ?> build(Run run) {
        try {
            return hudson.model.Run.fromExternalizableId(
                    run.fact("request").path("build").asText());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isOnAnExecutor(String run) {
        for (Computer computer : Jenkins.get().getComputers()) {
            for (Executor executor : computer.getAllExecutors()) {
                Queue.Executable executable = executor.getCurrentExecutable();
                if (executable instanceof hudson.model.Run<?, ?> build && IacBuildAction.has(build, run)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** After a start of the controller a Pipeline goes on before it has an executor again. */
    private static boolean isInAFlow(String run) throws IOException {
        for (FlowExecution flow : FlowExecutionList.get()) {
            if (flow.getOwner().getExecutable() instanceof hudson.model.Run<?, ?> build
                    && IacBuildAction.has(build, run)) {
                return true;
            }
        }
        return false;
    }
}
