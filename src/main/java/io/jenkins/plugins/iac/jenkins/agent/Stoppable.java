package io.jenkins.plugins.iac.jenkins.agent;

import java.io.IOException;

/** A process on an agent that somebody may want to end. Methods block on the agent. */
public interface Stoppable {
    /**
     * Asks it to stop in good order.
     *
     * @return whether its agent could be reached
     */
    boolean stop() throws IOException, InterruptedException;

    /**
     * Kills it and all that came out of it, at once.
     *
     * @return whether its agent could be reached; not whether all of it is gone, which the next look tells
     */
    boolean kill() throws IOException, InterruptedException;
}
