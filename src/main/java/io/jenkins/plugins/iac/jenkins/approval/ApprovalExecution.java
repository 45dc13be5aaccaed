package io.jenkins.plugins.iac.jenkins.approval;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.console.ModelHyperlinkNote;
import hudson.model.Computer;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.iac.jenkins.run.BuildStacks;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.jenkins.run.Refusals;
import io.jenkins.plugins.iac.jenkins.run.RunClosing;
import io.jenkins.plugins.iac.jenkins.run.RunResult;
import io.jenkins.plugins.iac.jenkins.run.Stop;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.run.RunState;
import io.jenkins.plugins.iac.run.Votes;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Waits for people, on no agent. Its state is which run it waits for and until when; votes and the decision are in the
 * engine's journal, recorded before this is told, so that after a restart it finds what was decided.
 */
final class ApprovalExecution extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(ApprovalExecution.class.getName());

    /** Those that wait in this controller, by run. */
    private static final Map<String, ApprovalExecution> WAITING = new ConcurrentHashMap<>();

    /** Nobody tells when an approval expires, or when an {@code input} of a parallel branch is submitted. */
    private static final Duration LOOK = Duration.ofSeconds(15);

    private final String message;
    private final long timeout;
    private String stack;
    private String run;
    private long deadline;
    private String asked;

    private transient volatile boolean over;
    private transient Future<?> next;

    /**
     * Waits for a run of this build.
     *
     * @param stack the stack, or null for the only one of the build
     * @param timeout longest wait, or null to wait as long as the environment lets people decide
     */
    ApprovalExecution(StepContext context, String stack, String message, Duration timeout) {
        super(context);
        this.stack = stack;
        this.message = message;
        this.timeout = timeout == null ? 0 : timeout.toMillis();
    }

    /** Looks at once at the run that somebody decided about; does nothing where nobody waits for it. */
    static void tell(String run) {
        ApprovalExecution waiting = WAITING.get(run);
        if (waiting != null) {
            waiting.submit(waiting::look);
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void submit(Work work) {
        Computer.threadPoolForRemoting.submit(() -> guarded(work));
    }

    private synchronized void guarded(Work work) {
        if (over) {
            return;
        }
        try {
            work.run();
        } catch (IacException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            if (!IacRuns.isClosed()) {
                LOGGER.log(Level.WARNING, "waiting for the approval of run " + run, e);
                end(e);
            }
        }
    }

    private void fail(IacException e) {
        try {
            end(Refusals.shown(e, listener()));
        } catch (IOException | InterruptedException again) {
            end(e);
        }
    }

    private void end(Throwable failure) {
        over = true;
        forget();
        if (run != null) {
            WAITING.remove(run, this);
        }
        getContext().onFailure(failure);
    }

    @Override
    public boolean start() {
        submit(this::begin);
        return false;
    }

    @Override
    public void onResume() {
        submit(run == null ? this::begin : this::await);
    }

    private void begin() throws IOException, InterruptedException {
        stack = BuildStacks.ofBuild(build(), stack);
        run = BuildStacks.planned(build(), stack, "waiting for approval");
        deadline = timeout == 0 ? 0 : System.currentTimeMillis() + timeout;
        getContext().saveState();
        await();
    }

    /** Says once what it waits for: first perhaps for an override, then for approvals. */
    private void ask(RunState state) throws IOException, InterruptedException {
        if (state.id().equals(asked)) {
            return;
        }
        asked = state.id();
        getContext().saveState();
        PrintStream log = listener().getLogger();
        if (message != null) {
            log.println(message);
        }
        io.jenkins.plugins.iac.run.Run now = now();
        String digest = now.fact("plan").path("digest").asText();
        if (state == RunState.PLANNED) {
            log.println("waiting for an override for " + digest + ": " + now.meaning() + "; " + now.next());
        } else {
            log.println("waiting for approval of " + digest);
            new Votes(services())
                    .status(now)
                    .missing()
                    .forEach(m -> log.println("  " + m.requirement() + ": " + (m.need() - m.have()) + " more of "
                            + String.join(", ", m.teams())));
        }
        log.println(ModelHyperlinkNote.encodeTo("/" + build().getUrl() + "iac/", "Review the plan"));
    }

    private void await() throws IOException, InterruptedException {
        WAITING.put(run, this);
        look();
    }

    private void look() throws IOException, InterruptedException {
        InputVotes.collect(build(), run, listener());
        boolean late = deadline > 0 && System.currentTimeMillis() >= deadline;
        io.jenkins.plugins.iac.run.Run now =
                Ballot.settle(run, late ? "nobody decided within " + Duration.ofMillis(timeout) : null);
        RunState state = now.telling();
        switch (state) {
            case AWAITING_APPROVAL -> {
                ask(state);
                later();
            }
            case PLANNED -> {
                if (!now.isAwaitingOverride()) {
                    throw notApprovable(state);
                }
                ask(state);
                later();
            }
            case DISCARDED -> stopBuild(rejection(now));
            case EXPIRED -> stopBuild("the time for the approval of run " + run + " is over");
            case NO_CHANGES, PLAN_ONLY -> {
                // An override may just have ended it: its evidence is there before the build goes on.
                RunClosing.close(build(), run, listener());
                decided(now.meaning() + "; nothing to approve");
            }
            case APPROVED, APPLY_QUEUED ->
                decided(now.votes().isEmpty() ? "no approval is required" : "approved by " + approvers(now));
            default -> throw notApprovable(state);
        }
    }

    private IacException notApprovable(RunState state) {
        return IacException.refused(
                "waiting for approval",
                "stack " + stack + ", run " + run,
                "a run that is " + state + " (" + state.meaning() + ")",
                "a plan that people can approve",
                state.next());
    }

    private void later() {
        long delay = LOOK.toMillis();
        if (deadline > 0) {
            delay = Math.max(100, Math.min(delay, deadline - System.currentTimeMillis()));
        }
        forget();
        next = Timer.get().schedule(() -> submit(this::look), delay, TimeUnit.MILLISECONDS);
    }

    /** Each vote looks at once; without this it would begin a chain of looks of its own. */
    private void forget() {
        if (next != null) {
            next.cancel(false);
        }
    }

    private void decided(String sentence) throws IOException, InterruptedException {
        listener().getLogger().println(sentence);
        over = true;
        forget();
        WAITING.remove(run, this);
        getContext().onSuccess(RunResult.of(now()));
    }

    private void stopBuild(String sentence) throws IOException, InterruptedException {
        RunClosing.close(build(), run, listener());
        listener().getLogger().println(sentence);
        end(new FlowInterruptedException(Result.ABORTED, true, new Decided(sentence)));
    }

    private static String rejection(io.jenkins.plugins.iac.run.Run run) {
        for (JsonNode vote : run.votes()) {
            if (vote.path("decision").asText().equals("reject")) {
                String comment = vote.path("comment").asText();
                return "rejected by " + vote.path("user").asText() + (comment.isEmpty() ? "" : ": " + comment);
            }
        }
        return "rejected";
    }

    private static String approvers(io.jenkins.plugins.iac.run.Run run) {
        return String.join(
                ", ",
                run.votes().stream()
                        .filter(v -> v.path("decision").asText().equals("approve"))
                        .map(v -> v.path("user").asText())
                        .toList());
    }

    @Override
    public void stop(Throwable cause) {
        submit(() -> {
            if (run != null) {
                Stop stop = Stop.of(cause);
                RunClosing.stop(build(), run, stop.by(), stop.why(), listener());
            }
            end(cause);
        });
    }

    @Override
    public String getStatus() {
        return run == null ? "looking for the plan" : "waiting for approval of run " + run;
    }

    private io.jenkins.plugins.iac.run.Run now() {
        return services().book().get(run);
    }

    private static RunServices services() {
        return IacRuns.get().services();
    }

    private Run<?, ?> build() throws IOException, InterruptedException {
        return getContext().get(Run.class);
    }

    private TaskListener listener() throws IOException, InterruptedException {
        return getContext().get(TaskListener.class);
    }
}
