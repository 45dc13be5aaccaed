package io.jenkins.plugins.iac.jenkins.step;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.iac.drift.DriftAgenda;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.run.DriftDuty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionList;

/**
 * Which looks for drift an {@code iacDrift()} has taken upon itself. Until each is a run, whoever asks what is due counts it
 * as one at work; so two that ask at once neither look at a stack twice nor exceed what the schedules allow in a pool. Kept
 * with the build, and no more than it: what a build promised and did not begin is owed again when it ends.
 */
public class DriftTurns extends InvisibleAction {
    private static final Logger LOGGER = Logger.getLogger(DriftTurns.class.getName());
    private static final Object TAKING = new Object();

    private final ArrayList<Turn> turns = new ArrayList<>();

    /** One look; {@code before} is how many runs of the stack the build had when it was promised. */
    private static final class Turn {
        private final String stack;
        private final String pool;
        private final int before;

        Turn(DriftAgenda.Due due, Run<?, ?> build) {
            this.stack = due.stack().value();
            this.pool = due.pool();
            this.before = IacBuildAction.count(build, stack);
        }

        boolean isOpen(Run<?, ?> build) {
            return IacBuildAction.count(build, stack) == before;
        }
    }

    /** Takes for a build what is due now; one build at a time. */
    static DriftAgenda take(Run<?, ?> build, DriftDuty duty) throws IOException {
        synchronized (TAKING) {
            DriftAgenda agenda = duty.agenda(promised());
            if (!agenda.start().isEmpty()) {
                DriftTurns taken = new DriftTurns();
                agenda.start().forEach(due -> taken.turns.add(new Turn(due, build)));
                build.addAction(taken);
                build.save();
            }
            return agenda;
        }
    }

    /** What builds that go on have promised and not begun. */
    private static Map<StackId, String> promised() {
        Map<StackId, String> promised = new HashMap<>();
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            for (FlowExecution flow : FlowExecutionList.get()) {
                promised(flow, promised);
            }
        }
        return promised;
    }

    private static void promised(FlowExecution flow, Map<StackId, String> promised) {
        try {
            if (flow.getOwner().getExecutable() instanceof Run<?, ?> build) {
                for (DriftTurns some : List.copyOf(build.getActions(DriftTurns.class))) {
                    some.turns.stream()
                            .filter(turn -> turn.isOpen(build))
                            .forEach(turn -> promised.put(new StackId(turn.stack), turn.pool));
                }
            }
        } catch (IOException e) {
            // It is being deleted; what it promised comes to nothing.
            LOGGER.log(Level.FINE, "a build whose looks for drift cannot be read", e);
        }
    }
}
