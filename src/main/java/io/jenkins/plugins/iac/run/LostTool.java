package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.jenkins.plugins.iac.json.Json;
import java.time.Instant;
import java.util.Optional;

/**
 * A phase's process that its host gave up without knowing it dead: where it was, and what became of it. A fact of the run,
 * also of one that is sealed. Until it is accounted for a tool may still be at work there, whatever the lock says. Where it is
 * going to be is recorded before it starts, so that a host that dies at any moment leaves none of which nobody knows.
 *
 * @param agent name of the agent, empty for the built-in node
 * @param directory the process' directory on that agent
 * @param mark by what the host finds the process again
 * @param phase what it did: {@code plan}, {@code apply}, ...
 * @param since when it was given up
 * @param found why
 * @param graceSeconds how long its tool may take to end once it is asked
 * @param asked when it was asked to stop after its agent had come back, or null
 * @param killed when it was killed then, or null
 * @param ended when it was seen to be at work no more, or null
 * @param said what it left as its answer, in a sentence, or null while it has not ended
 */
public record LostTool(
        String agent,
        String directory,
        String mark,
        String phase,
        Instant since,
        String found,
        long graceSeconds,
        Instant asked,
        Instant killed,
        Instant ended,
        String said) {
    /** Name of the fact. */
    static final String FACT = "lostTool";

    /** Name of the fact of the process that works for a run: there before it starts, null once its end was seen. */
    private static final String WORKER = "worker";

    private static final String LEFT = "a host that stopped before it saw the end of it";

    private static final int LONGEST = 500;

    public LostTool {
        said = said == null || said.length() <= LONGEST ? said : said.substring(0, LONGEST) + "\u2026";
    }

    /** A process that is about to start; {@link #begins} says so. */
    public static LostTool worker(
            String agent, String directory, String mark, String phase, Instant now, long graceSeconds) {
        return new LostTool(agent, directory, mark, phase, now, LEFT, graceSeconds, null, null, null, null);
    }

    /** The process that a run lost last, if it lost one: given up, or still standing when the run ended without it. */
    public static Optional<LostTool> of(Run run) {
        if (isNoted(run)) {
            return Optional.of(Json.read(run.fact(FACT), LostTool.class));
        }
        return standing(run).flatMap(worker -> run.steps().stream()
                .filter(step -> Lifecycle.isEnd(step.state()))
                .findFirst()
                .map(end -> worker.given(end.at(), LEFT)));
    }

    /** Whether it was recorded that a run lost a process, and not only follows from what was. */
    public static boolean isNoted(Run run) {
        return run.fact(FACT).isObject();
    }

    /** The process that was to start, or did, and that nobody has seen end. */
    private static Optional<LostTool> standing(Run run) {
        JsonNode fact = run.fact(WORKER);
        return fact.isObject() ? Optional.of(Json.read(fact, LostTool.class)) : Optional.empty();
    }

    /** Records that this process is about to start: it must not where that cannot be recorded. */
    public void begins(RunServices services, String run) {
        services.book().facts(services.book().get(run), Journey.fact(WORKER, Json.tree(this)));
    }

    /** Records that the process with this mark was seen to have ended. */
    public static void seenOut(RunServices services, String run, String mark) {
        Run now = services.book().get(run);
        if (standing(now).filter(worker -> worker.mark().equals(mark)).isPresent()) {
            services.book().facts(now, Journey.fact(WORKER, NullNode.getInstance()));
        }
    }

    /** Records that a run's process is given up; nothing where its end was seen before. */
    public static void give(RunServices services, String run, String found) {
        standing(services.book().get(run))
                .ifPresent(worker ->
                        worker.given(services.clock().instant(), found).note(services, run));
    }

    private LostTool given(Instant at, String why) {
        return new LostTool(agent, directory, mark, phase, at, why, graceSeconds, asked, killed, ended, said);
    }

    /** Records it as it is now. */
    public void note(RunServices services, String run) {
        services.book().facts(services.book().get(run), Journey.fact(FACT, Json.tree(this)));
    }

    /** Whether nobody knows yet that it has ended. */
    public boolean isAtLarge() {
        return ended == null;
    }

    /** The same, asked to stop and killed at these times; null where not yet. */
    public LostTool stopped(Instant askedAt, Instant killedAt) {
        return new LostTool(agent, directory, mark, phase, since, found, graceSeconds, askedAt, killedAt, ended, said);
    }

    /** The same, seen to be at work no more. */
    public LostTool ended(Instant at, String answer) {
        return new LostTool(agent, directory, mark, phase, since, found, graceSeconds, asked, killed, at, answer);
    }

    /** What a person must know before the stack is touched. */
    public String sentence() {
        String which = "the " + phase + " that was given up on "
                + (agent.isEmpty() ? "the built-in node" : "agent " + agent) + " at " + since;
        if (isAtLarge()) {
            return which + " may still be at work there"
                    + (killed != null
                            ? ": it was killed at " + killed
                            : asked != null ? ": it was asked to stop at " + asked : "")
                    + "; make sure that it is not before anything is changed";
        }
        return which + (killed != null ? " was killed and" : asked != null ? " was stopped and" : "") + " had ended by "
                + ended + "; it said: " + said;
    }
}
