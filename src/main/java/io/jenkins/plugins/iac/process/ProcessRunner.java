package io.jenkins.plugins.iac.process;

/** Port: runs a program on the machine where the work is done, and waits for its end. */
public interface ProcessRunner {
    /**
     * Runs a program to its end. Blocks the calling thread; interrupting it stops the process tree (gracefully first) and
     * returns with {@link ProcessResult#cancelled()} and the thread's interrupt flag set.
     *
     * @throws io.jenkins.plugins.iac.model.IacException of kind TOOL_FAILED if the program cannot be started at all
     */
    ProcessResult run(ProcessSpec spec);
}
