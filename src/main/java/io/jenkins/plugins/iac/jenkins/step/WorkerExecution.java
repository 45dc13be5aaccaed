package io.jenkins.plugins.iac.jenkins.step;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.TaskListener;
import io.jenkins.plugins.iac.identity.CloudBinding;
import io.jenkins.plugins.iac.identity.Token;
import io.jenkins.plugins.iac.jenkins.agent.WorkerProcess;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.jenkins.run.Refusals;
import io.jenkins.plugins.iac.jenkins.run.RunFiles;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.run.Identities;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.worker.JobRequest;
import io.jenkins.plugins.iac.worker.JobRequest.Phase;
import io.jenkins.plugins.iac.worker.WorkerError;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A step that takes one run through phases of the worker. A small state machine whose state is saved with the build: which
 * run, which phase, which process. All work is done on threads of the remoting pool, one at a time; Pipeline's own thread
 * is never held up. After a restart it looks at the same process again.
 */
abstract class WorkerExecution extends StepExecution {
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
    private StopLimit stopping;
    private long graceSeconds;

    private transient AgentAway away;
    private transient volatile long delay;
    private transient volatile boolean over;

    WorkerExecution(StepContext context) {
        super(context);
    }

    /** Work that may block. */
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

    /** Where the output of a phase goes; closed after each look. */
    OutputStream log(Phase phase) throws IOException, InterruptedException {
        return new UnclosedLog(listener().getLogger());
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
            IacException lost = IacException.toolFailed(
                    "going on after a restart",
                    "run " + run,
                    "a controller that stopped between two phases",
                    "a phase under way",
                    "run again");
            if (phase == null) {
                throw lost;
            }
            failed(phase, lost);
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
            // A phase that an older version started was told the usual.
            stopping = StopLimit.of(graceSeconds == 0 ? StopLimit.DEFAULT : Duration.ofSeconds(graceSeconds));
        }
        stopping = stopping.act(process, listener().getLogger(), now);
        if (stopping != before) {
            getContext().saveState();
        }
        if (stopping.next(now) != StopLimit.Move.GIVE_UP) {
            return true;
        }
        cleanUp();
        lost("a worker that was killed and is still there");
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
            end(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            if (IacRuns.isClosed()) {
                // The next controller finds the same process and goes on.
                return;
            }
            LOGGER.log(Level.WARNING, "run " + run, e);
            end(IacException.toolFailed(
                    "carrying out the run",
                    "run " + run,
                    e.getClass().getSimpleName() + ": " + e.getMessage(),
                    "an agent and a disk that work",
                    "look at the controller's log"));
        }
        AtWork.note(run, this, over);
    }

    /** Starts a phase on an agent; from now on the process is looked at. */
    void launch(Node node, JobRequest job) throws IOException, InterruptedException {
        if (stopped != null) {
            finishStopped();
            return;
        }
        Duration grace = StopLimit.grace();
        graceSeconds = grace.toSeconds();
        RunFiles.keep(services(), run, job);
        phase = job.phase();
        process = null;
        getContext().saveState();
        process = WorkerProcess.start(node, job.withGrace(grace), listener());
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
        try (OutputStream log = log(phase)) {
            look = process.look(log);
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
                if (stopped == null || goesOn()) {
                    later();
                }
            }
            case AWAY -> away();
            case ENDED -> processEnded();
        }
    }

    private void away() throws IOException, InterruptedException {
        Instant now = Instant.now();
        boolean known = process.node().isEmpty() || Jenkins.get().getNode(process.node()) != null;
        if (awaySince == 0) {
            awaySince = now.toEpochMilli();
        }
        if (away == null) {
            away = new AgentAway(process.node(), phase == Phase.APPLY, Instant.ofEpochMilli(awaySince));
        }
        Optional<String> word = away.word(now, known);
        if (word.isPresent()) {
            listener().getLogger().println(word.get());
        }
        if (away.isLost(now, known)) {
            lost("agent " + process.node() + " stayed away for "
                    + AgentAway.limit(known).toSeconds() + " seconds");
        } else {
            delay = LATE;
            later();
        }
    }

    private void lost(String found) throws IOException, InterruptedException {
        Phase lost = phase;
        process = null;
        Run now = services().book().get(run);
        failed(
                lost,
                new IacException(
                        IacException.Kind.OUTCOME_UNKNOWN,
                        new Problem(
                                "waiting for the worker to " + lost.name().toLowerCase(java.util.Locale.ROOT),
                                "stack " + now.stackName() + ", run " + run,
                                found,
                                "a worker that answers",
                                "look at the agent")));
    }

    private void processEnded() throws IOException, InterruptedException {
        JsonNode answer = process.result();
        if (answer == null) {
            cleanUp();
            lost("a process that ended without an answer");
            return;
        }
        cleanUp();
        Phase done = phase;
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
        if (binding.isEmpty()) {
            new Identities(services()).whyNone(now).ifPresent(listener().getLogger()::println);
        } else {
            identity = PhaseIdentity.give(getContext(), binding.get(), now, issue);
        }
    }

    private void cleanUp() {
        PhaseIdentity token = identity;
        identity = null;
        if (token != null) {
            attempt(() -> token.delete(getContext()));
        }
        attempt(process::cleanUp);
    }

    private void attempt(Work work) {
        try {
            work.run();
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "leftovers of run " + run + " on " + process.node(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The step is done with the run; then Pipeline goes on. */
    void succeed(Object result) throws IOException, InterruptedException {
        new RunLeave(getContext(), run).done();
        over = true;
        if (stopped != null) {
            getContext().onFailure(stopped);
        } else {
            getContext().onSuccess(result);
        }
    }

    private void finishStopped() throws IOException, InterruptedException {
        if (run != null) {
            new RunLeave(getContext(), run).stopped(stopped);
        }
        over = true;
        getContext().onFailure(stopped);
    }

    private void end(IacException e) {
        Throwable failure = stopped;
        try {
            if (failure == null) {
                failure = Refusals.shown(e, listener());
            }
            if (run != null && stopped != null) {
                new RunLeave(getContext(), run).stopped(stopped);
            } else if (run != null) {
                new RunLeave(getContext(), run).failed(e);
            }
        } catch (IOException | InterruptedException | RuntimeException again) {
            LOGGER.log(Level.WARNING, "ending run " + run, again);
            if (failure == null) {
                failure = e;
            }
        }
        over = true;
        getContext().onFailure(failure);
    }

    RunServices services() {
        return IacRuns.get().services();
    }

    hudson.model.Run<?, ?> build() throws IOException, InterruptedException {
        return getContext().get(hudson.model.Run.class);
    }

    TaskListener listener() throws IOException, InterruptedException {
        return getContext().get(TaskListener.class);
    }

    /** The agent's file, on the agent on which this step stands. */
    FilePath agentFile(String path) throws IOException, InterruptedException {
        Computer computer = getContext().get(Computer.class);
        if (computer == null || computer.getChannel() == null) {
            throw new IOException("the agent is away");
        }
        return new FilePath(computer.getChannel(), path);
    }

    Node node() throws IOException, InterruptedException {
        Computer computer = getContext().get(Computer.class);
        Node node = computer == null ? null : computer.getNode();
        if (node == null) {
            throw new IOException("the agent is away");
        }
        return node;
    }

    @Override
    public final String getStatus() {
        return run == null
                ? "asking for a run"
                : "run " + run + (phase == null ? "" : ", " + phase.name().toLowerCase(java.util.Locale.ROOT));
    }
}
