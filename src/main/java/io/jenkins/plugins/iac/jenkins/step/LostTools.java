package io.jenkins.plugins.iac.jenkins.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import hudson.Extension;
import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.slaves.ComputerListener;
import io.jenkins.plugins.iac.jenkins.Repeated;
import io.jenkins.plugins.iac.jenkins.agent.AgentLoss;
import io.jenkins.plugins.iac.jenkins.agent.AskWorker;
import io.jenkins.plugins.iac.jenkins.agent.WorkerProcess;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.run.LostTool;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.worker.JobRequest.Phase;
import io.jenkins.plugins.iac.worker.WorkerError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * Follows processes that their steps gave up, or left when the controller died: when the agent is back, what is still at work
 * there is stopped as any other is ({@link StopLimit}), and what it said is noted with its run. The run's end stays as it is;
 * a person decides by what is noted. Each on a thread of its own, one at a time for each run.
 */
public final class LostTools {
    private static final Logger LOGGER = Logger.getLogger(LostTools.class.getName());
    private static final Set<String> FOLLOWED = ConcurrentHashMap.newKeySet();

    private LostTools() {}

    /** Records where the process of a phase is going to be. */
    static void begins(RunServices services, String run, WorkerProcess placed, Phase phase, long grace) {
        LostTool.worker(
                        placed.node(),
                        placed.directory(),
                        placed.mark(),
                        PhaseErrors.name(phase),
                        services.clock().instant(),
                        grace)
                .begins(services, run);
    }

    private static void followAll() {
        if (IacRuns.isClosed() || !Files.isDirectory(IacRuns.home().resolve("journal"))) {
            return;
        }
        RunServices services = IacRuns.get().services();
        for (Run run : services.book().all()) {
            LostTool tool = LostTool.of(run)
                    .filter(LostTool::isAtLarge)
                    .filter(lost -> !AtWork.has(run.id()))
                    .orElse(null);
            if (tool == null) {
                continue;
            }
            if (!LostTool.isNoted(run)) {
                tool.note(services, run.id());
            }
            if (isOnline(tool.agent())) {
                Computer.threadPoolForRemoting.submit(() -> follow(run.id()));
            }
        }
    }

    private static boolean isOnline(String agent) {
        return Arrays.stream(Jenkins.get().getComputers())
                .anyMatch(computer -> computer.getName().equals(agent) && computer.getChannel() != null);
    }

    private static void follow(String run) {
        if (!FOLLOWED.add(run)) {
            return;
        }
        try {
            RunServices services = IacRuns.get().services();
            LostTool tool = LostTool.of(services.book().get(run))
                    .filter(LostTool::isAtLarge)
                    .orElse(null);
            if (tool != null) {
                look(services, run, tool);
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(
                    IacRuns.isClosed() ? Level.FINE : Level.WARNING,
                    "looking after the lost process of run " + run + "; the next look is soon",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            FOLLOWED.remove(run);
        }
    }

    private static void look(RunServices services, String run, LostTool tool) throws IOException, InterruptedException {
        WorkerProcess process = WorkerProcess.found(tool.agent(), tool.directory(), tool.mark());
        AskWorker.Standing standing = process.standing().orElse(AskWorker.Standing.NOT_HERE);
        // Without its directory nobody can say whether this is the machine on which it was left.
        if (standing == AskWorker.Standing.NOT_HERE) {
            return;
        }
        if (standing == AskWorker.Standing.ENDED || (standing == AskWorker.Standing.UNSAID && tool.killed() != null)) {
            ended(services, run, tool, process);
            return;
        }
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        StopLimit before = StopLimit.of(tool.graceSeconds(), tool.asked(), tool.killed());
        StopLimit after = before.act(process, new PrintStream(log, true, StandardCharsets.UTF_8), Instant.now());
        if (after != before) {
            LOGGER.log(Level.WARNING, "run {0}, lost on agent {1}: {2}", new Object[] {
                run, tool.agent(), log.toString(StandardCharsets.UTF_8).strip()
            });
            tool.stopped(after.askedAt(), after.killedAt()).note(services, run);
        }
    }

    private static void ended(RunServices services, String run, LostTool tool, WorkerProcess process)
            throws IOException, InterruptedException {
        LostTool ended = tool.ended(services.clock().instant(), said(process));
        try {
            AgentArea.remove(
                    services,
                    services.book().get(run),
                    process.channel(),
                    said -> LOGGER.log(Level.WARNING, "run {0}: {1}", new Object[] {run, said}));
        } catch (IOException | RuntimeException e) {
            if (AgentLoss.is(e)) {
                throw e;
            }
            // The next run of this stack on that agent removes it, unless a state is in it that is nowhere else.
            LOGGER.log(Level.WARNING, "leftovers of run " + run, e);
        }
        ended.note(services, run);
        LOGGER.log(Level.WARNING, "run {0}: {1}", new Object[] {run, ended.sentence()});
        try {
            process.cleanUp();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, "leftovers of run " + run, e);
        }
    }

    /** The answer in a sentence; the process masked what is secret in it. */
    private static String said(WorkerProcess process) throws IOException, InterruptedException {
        JsonNode answer;
        try {
            answer = process.result();
        } catch (JsonProcessingException e) {
            return "an answer that is damaged";
        }
        if (answer == null) {
            return "nothing; it ended without an answer";
        }
        JsonNode ok = answer.path("ok");
        JsonNode problem = answer.has("ok")
                ? ok.path("problem")
                : answer.path(WorkerError.FIELD).path("problem");
        String outcome = answer.has("ok") ? ok.path("outcome").asText("done") : "failed";
        return outcome.replace('_', ' ')
                + (ok.path("verification").path("empty").asBoolean(false) ? ", and a plan after it is empty" : "")
                + (problem.path("found").isTextual()
                        ? ": " + problem.path("found").asText().replaceAll("\\s+", " ")
                        : "");
    }

    /** As soon as its agent is back. */
    @Extension
    public static final class Online extends ComputerListener {
        @Override
        public void onOnline(Computer computer, TaskListener listener) {
            Computer.threadPoolForRemoting.submit(LostTools::followAll);
        }
    }

    /** What was asked to stop is killed when its time is over; an agent may have been back before its run was given up. */
    @Extension
    public static final class NowAndThen extends Repeated {
        public NowAndThen() {
            super(Duration.ofSeconds(15), LostTools::followAll);
        }
    }
}
