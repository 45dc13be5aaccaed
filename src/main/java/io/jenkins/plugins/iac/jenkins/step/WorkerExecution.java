package io.jenkins.plugins.iac.jenkins.step;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.remoting.RequestAbortedException;
import io.jenkins.plugins.iac.identity.CloudBinding;
import io.jenkins.plugins.iac.identity.Token;
import io.jenkins.plugins.iac.jenkins.agent.AgentLoss;
import io.jenkins.plugins.iac.jenkins.agent.AskWorker;
import io.jenkins.plugins.iac.jenkins.agent.WorkerProcess;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.jenkins.run.Refusals;
import io.jenkins.plugins.iac.jenkins.run.RunFiles;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.run.LostTool;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.worker.JobRequest;
import io.jenkins.plugins.iac.worker.JobRequest.Phase;
import io.jenkins.plugins.iac.worker.WorkerError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * A step that takes one run through phases of the worker. A small state machine whose state is saved with the build: which
 * run, which phase, which process. All work is done on threads of the remoting pool, one at a time; Pipeline's own thread
 * is never held up. After a restart it looks at the same process again.
 */
abstract class WorkerExecution extends EngineStep {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(WorkerExecution.class.getName());

    private static final long SOON = 100;
    private static final long LATE = 2000;

    /** The run, once it is there. */
    protected String run;

    private WorkerProcess process;
    private Phase phase;
    private long awaySince;
    private PhaseIdentity identity;
    private volatile Throwable stopped;
    private String broken;
    private boolean unlogged;
    private StopLimit stopping;
    private long graceSeconds;
    private transient AgentAway away;
    private transient volatile long delay;
    private transient volatile boolean over;

    WorkerExecution(StepContext context) {
        super(context);
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** From the first record to the first process. */
    abstract void begin() throws IOException, InterruptedException;

    /** A phase ended well. */
    abstract void ended(Phase phase, JsonNode found) throws IOException, InterruptedException;

    /** A phase ended with an error, or nobody knows how; by default the step fails with it. */
    void failed(Phase phase, IacException error) throws IOException, InterruptedException {
        throw error;
    }

    /** A file of the run that takes what a phase prints, beside the build's log; null for none. */
    Path copy(Phase phase) {
        return null;
    }

    @Override
    public final boolean start() {
        submit(this::begin);
        return false;
    }

    @Override
    public final void onResume() {
        submit(this::resume);
    }

    private void resume() throws IOException, InterruptedException {
        if (process != null) {
            look();
        } else if (run == null) {
            begin();
        } else {
            if (phase == null) {
                throw PhaseErrors.betweenPhases(run);
            }
            failed(phase, PhaseErrors.betweenPhases(run));
        }
    }

    @Override
    public final void stop(Throwable cause) {
        stopped = cause;
        submit(() -> {
            if (process == null) {
                finishStopped();
            } else if (stopping == null) {
                goesOn();
            }
        });
    }

    /** Does what is due with a process that was stopped and is still there; whether to look at it again. */
    private boolean goesOn() throws IOException, InterruptedException {
        Instant now = Instant.now();
        StopLimit before = stopping;
        if (stopping == null) {
            stopping = StopLimit.of(graceSeconds, null, null);
        }
        stopping = stopping.act(process, listener().getLogger(), now);
        if (stopping != before) {
            getContext().saveState();
        }
        if (stopping.next(now) != StopLimit.Move.GIVE_UP) {
            return true;
        }
        givenUp("a worker that was killed and is still there");
        return false;
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
            giveUp(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            if (IacRuns.isClosed()) {
                // The next controller finds the same process and goes on.
                return;
            }
            LOGGER.log(Level.WARNING, "run " + run, e);
            giveUp(PhaseErrors.cannot(run, e.getClass().getSimpleName() + ": " + e.getMessage()));
        }
        AtWork.note(run, this, over);
    }

    /** Ends the step; where a process may be at work that is stopped first, and what it says then counts. */
    private void giveUp(IacException why) {
        if (process == null || broken != null) {
            end(why);
            return;
        }
        broken = why.problem().found();
        LOGGER.log(Level.WARNING, "run {0} is stopped: {1}", new Object[] {run, broken});
        later();
    }

    /** Starts a phase on an agent, once it is recorded where; from now on the process is looked at. */
    void launch(Node node, JobRequest job) throws IOException, InterruptedException {
        if (stopped != null) {
            finishStopped();
            return;
        }
        if (broken != null) {
            throw PhaseErrors.cannot(run, broken);
        }
        Duration grace = StopLimit.grace();
        graceSeconds = grace.toSeconds();
        RunFiles.keep(services(), run, job);
        phase = job.phase();
        process = null;
        getContext().saveState();
        WorkerProcess placed = WorkerProcess.place(node);
        LostTools.begins(services(), run, placed, phase, graceSeconds);
        process = placed.start(node, job.withGrace(grace), listener());
        getContext().saveState();
        delay = SOON;
        later();
    }

    private void later() {
        Timer.get().schedule(() -> submit(this::look), delay, TimeUnit.MILLISECONDS);
    }

    private void look() throws IOException, InterruptedException {
        if (process == null) {
            return;
        }
        WorkerProcess.Look look;
        try (PhaseLog log = new PhaseLog(listener().getLogger(), copy(phase))) {
            look = process.look(log);
            unlogged = unlogged || log.tell(services(), run);
            log.noteLock(services(), run);
        }
        if (look.printed()) {
            getContext().saveState();
        }
        delay = look.printed() ? SOON : Math.min(LATE, Math.max(SOON, delay * 3 / 2));
        switch (look.state()) {
            case RUNNING -> {
                awaySince = 0;
                away = null;
                if (identity != null && identity.renew(getContext(), services(), run)) {
                    getContext().saveState();
                }
                if (!isToEnd() || goesOn()) {
                    later();
                }
            }
            case AWAY -> away();
            case ENDED -> processEnded();
        }
    }

    /** Somebody stopped it, or the controller cannot carry it out any more. */
    private boolean isToEnd() {
        return stopped != null || broken != null;
    }

    private void away() throws IOException, InterruptedException {
        Instant now = Instant.now();
        boolean known = process.isOfAKnownAgent();
        if (awaySince == 0) {
            awaySince = now.toEpochMilli();
        }
        if (away == null) {
            away = new AgentAway(process.node(), phase == Phase.APPLY, Instant.ofEpochMilli(awaySince));
        }
        away.word(now, known).ifPresent(listener().getLogger()::println);
        delay = LATE;
        boolean reachable = process.isReachable();
        if (isToEnd() && reachable) {
            // What it prints cannot be read; it can be ended all the same.
            if (process.standing().filter(AskWorker.Standing.ENDED::equals).isPresent()) {
                processEnded();
            } else if (goesOn()) {
                later();
            }
        } else if (!away.isLost(now, known)) {
            later();
        } else if (reachable) {
            giveUp(PhaseErrors.cannot(run, "an agent that is there and does not say how the process stands"));
        } else {
            givenUp("agent " + process.node() + " stayed away for "
                    + AgentAway.limit(known).toSeconds() + " seconds");
        }
    }

    /** The process may be at work: that is recorded first, and from then on {@link LostTools} look after it. */
    private void givenUp(String found) throws IOException, InterruptedException {
        LostTool.give(services(), run, found);
        takeIdentity();
        lost(found);
    }

    private void lost(String found) throws IOException, InterruptedException {
        Phase lost = phase;
        process = null;
        failed(lost, PhaseErrors.unanswered(lost, services().book().get(run), found));
    }

    private void processEnded() throws IOException, InterruptedException {
        JsonNode answer;
        AskWorker.Standing standing;
        try {
            answer = process.result();
            standing = process.standing().orElse(AskWorker.Standing.AT_WORK);
        } catch (IOException | RequestAbortedException e) {
            if (process.isReachable() && !AgentLoss.is(e)) {
                throw e;
            }
            away();
            return;
        }
        if (answer == null && standing == AskWorker.Standing.AT_WORK) {
            // Its worker was killed, and the tool is there still.
            delay = LATE;
            if (goesOn()) {
                later();
            }
            return;
        }
        if (answer == null && standing == AskWorker.Standing.NOT_HERE) {
            givenUp("a process that ended without an answer");
            return;
        }
        cleanUp();
        Phase done = phase;
        if (answer == null) {
            lost("a process that ended without an answer");
            return;
        }
        process = null;
        if (answer.has("ok")) {
            ended(done, answer.get("ok"));
        } else {
            failed(done, WorkerError.of(answer.path(WorkerError.FIELD)));
        }
    }

    /** Puts the token of the coming phase on the agent, where the run has an identity. */
    void giveIdentity(Optional<CloudBinding> binding, Run now, Function<Run, Token> issue)
            throws IOException, InterruptedException {
        identity = PhaseIdentity.give(getContext(), services(), binding, now, issue);
    }

    private void cleanUp() {
        takeIdentity();
        attempt(() -> {
            LostTool.seenOut(services(), run, process.mark());
            process.cleanUp();
        });
    }

    private void takeIdentity() {
        PhaseIdentity token = identity;
        identity = null;
        if (token != null) {
            attempt(() -> token.delete(getContext()));
        }
    }

    private void attempt(Work work) {
        try {
            work.run();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, "leftovers of run " + run + " on " + process.node(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private RunLeave leave() {
        return new RunLeave(getContext(), run);
    }

    /** The step is done with the run; then Pipeline goes on. */
    void succeed(Object result) throws IOException, InterruptedException {
        leave().done();
        over = true;
        if (stopped != null) {
            getContext().onFailure(stopped);
        } else {
            getContext().onSuccess(result);
        }
    }

    private void finishStopped() throws IOException, InterruptedException {
        if (run != null) {
            leave().stopped(stopped);
        }
        over = true;
        getContext().onFailure(stopped);
    }

    private void end(IacException e) {
        Throwable failure = stopped;
        try {
            failure = failure == null ? Refusals.shown(e, listener()) : failure;
            if (process != null) {
                LostTool.give(services(), run, e.problem().found());
                takeIdentity();
            }
            if (run != null && stopped != null) {
                leave().stopped(stopped);
            } else if (run != null) {
                leave().failed(e);
            }
        } catch (IOException | InterruptedException | RuntimeException again) {
            LOGGER.log(Level.WARNING, "ending run " + run, again);
            failure = failure == null ? e : failure;
        }
        over = true;
        getContext().onFailure(failure);
    }

    @Override
    public final String getStatus() {
        return run == null ? "asking for a run" : "run " + run + (phase == null ? "" : ", " + PhaseErrors.name(phase));
    }
}
