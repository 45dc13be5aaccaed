package io.jenkins.plugins.iac.jenkins.step;

import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.User;
import io.jenkins.plugins.iac.admission.AdmissionDecision;
import io.jenkins.plugins.iac.jenkins.IacPermissions;
import io.jenkins.plugins.iac.jenkins.run.BuildLiveness;
import io.jenkins.plugins.iac.jenkins.run.FixedSource;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.jenkins.run.Refusals;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Lock;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.run.LostTool;
import io.jenkins.plugins.iac.run.RecoveryChoice;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.run.Unlocking;
import java.io.IOException;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * {@code iacUnlock}: asks the catalog (the operation {@code unlock} of this source), asks for the permission of the person
 * who started the build, then breaks the lock. It breaks one lock, the one that was held when it began: after a restart in
 * between it finds that lock gone and is done, and never breaks the next.
 */
final class UnlockExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private final String stack;
    private final String choice;
    private final String reason;

    /** Fencing token of the lock that is to be broken; 0 while nothing was decided. */
    private long token;

    UnlockExecution(StepContext context, String stack, String choice, String reason) {
        super(context);
        this.stack = stack;
        this.choice = choice;
        this.reason = reason;
    }

    @Override
    public boolean start() {
        Computer.threadPoolForRemoting.execute(this::breakIt);
        return false;
    }

    @Override
    public void onResume() {
        Computer.threadPoolForRemoting.execute(this::breakIt);
    }

    private void breakIt() {
        try {
            TaskListener listener = getContext().get(TaskListener.class);
            try {
                getContext().onSuccess(unlock(getContext().get(Run.class), listener));
            } catch (IacException e) {
                getContext().onFailure(Refusals.shown(e, listener));
            }
        } catch (IOException | RuntimeException e) {
            // A controller that goes down takes this up again when it is back.
            if (!IacRuns.isClosed()) {
                getContext().onFailure(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Object> unlock(Run<?, ?> build, TaskListener listener)
            throws IOException, InterruptedException {
        RunServices services = IacRuns.get().services();
        LockScope scope = LockScope.stack(new StackId(stack));
        Lock held = services.locks().table().lock(scope).orElse(null);
        if (token != 0 && (held == null || held.token() != token)) {
            listener.getLogger().println("the lock of " + stack + " is broken");
            return result(token);
        }
        RunSource source = admitted(services, build);
        String by = person(source);
        if (held == null) {
            throw IacException.badInput("breaking a lock", scope.toString(), "no lock", "a lock", "nothing to do");
        }
        RecoveryChoice chosen = RecoveryChoice.required(choice, held.frozenBecause());
        token = held.token();
        getContext().saveState();
        LostTool.of(services.book().get(held.run())).ifPresent(lost -> listener.getLogger()
                .println((lost.isAtLarge() ? "WARNING: " : "") + lost.sentence()));
        Unlocking.Unlocked done = IacRuns.get().sealing(s -> new Unlocking(s)
                .unlock(
                        new StackId(stack),
                        token,
                        by,
                        true,
                        Json.object().put("user", by).put("via", "pipeline").put("build", build.getExternalizableId()),
                        chosen,
                        reason,
                        new BuildLiveness(s)));
        listener.getLogger()
                .println("unlocked " + stack + ", which run " + done.lock().run() + " had locked; evidence "
                        + done.id());
        return result(token);
    }

    private Map<String, Object> result(long broken) {
        return Json.mapper()
                .convertValue(
                        Json.object().put("stack", stack).put("unlocked", true).put("token", broken), Json.MAP);
    }

    /** The catalog says where unlocks may come from, as it does for every other write. */
    private RunSource admitted(RunServices services, Run<?, ?> build) throws IOException, InterruptedException {
        Stack known = Requests.stack(services, stack);
        RunSource source = FixedSource.of(build, known);
        AdmissionDecision decision = Requests.decide(services, build, known, Operation.UNLOCK, source);
        if (!decision.admitted()) {
            throw AgentAllocation.rejected(
                    build,
                    services,
                    stack,
                    Operation.UNLOCK,
                    source,
                    getContext().get(TaskListener.class));
        }
        return source;
    }

    /** A script has no permissions of its own; what counts is who started it, as Jenkins knows them now. */
    private String person(RunSource source) {
        String actor = source.trigger() == Trigger.PERSON ? source.actor() : null;
        User user = actor == null ? null : User.getById(actor, false);
        try {
            if (user != null && Jenkins.get().hasPermission2(user.impersonate2(), IacPermissions.UNLOCK)) {
                return actor;
            }
        } catch (UsernameNotFoundException e) {
            // Whoever the security realm no longer knows may do nothing.
            user = null;
        }
        throw IacException.refused(
                "breaking a lock",
                "stack " + stack,
                actor == null ? "a build that no person started" : "a build that " + actor + " started",
                "a person with the permission IaC/Unlock",
                "let somebody who has it start the build, or unlock on the dashboard");
    }

    @Override
    public void stop(Throwable cause) {
        getContext().onFailure(cause);
    }
}
