package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import java.time.Instant;
import java.util.Optional;

/**
 * A phase's process that its host gave up without knowing it dead: where it was, and what became of it. A fact of the run,
 * also of one that is sealed. Until it is accounted for a tool may still be at work there, whatever the lock says.
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

    private static final int LONGEST = 500;

    public LostTool {
        said = said == null || said.length() <= LONGEST ? said : said.substring(0, LONGEST) + "\u2026";
    }

    /** The process that a run lost last, if it lost one. */
    public static Optional<LostTool> of(Run run) {
        JsonNode fact = run.fact(FACT);
        return fact.isObject() ? Optional.of(Json.read(fact, LostTool.class)) : Optional.empty();
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
