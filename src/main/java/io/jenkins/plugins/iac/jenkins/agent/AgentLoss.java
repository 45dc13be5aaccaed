package io.jenkins.plugins.iac.jenkins.agent;

import hudson.remoting.ChannelClosedException;
import hudson.remoting.RequestAbortedException;

/** Tells an agent that cannot be reached from one that answers with an error. */
public final class AgentLoss {
    private static final int DEEPEST = 20;

    private AgentLoss() {}

    /** Whether something failed because the connection to the agent is gone. */
    public static boolean is(Throwable problem) {
        Throwable cause = problem;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof RequestAbortedException || cause instanceof ChannelClosedException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
