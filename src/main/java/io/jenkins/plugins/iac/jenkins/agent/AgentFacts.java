package io.jenkins.plugins.iac.jenkins.agent;

import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import jenkins.security.MasterToSlaveCallable;

/**
 * What the agent's process says of itself. The agent may say what it likes: these are facts for the record and the Java
 * to start, nothing is decided by them.
 *
 * @param java absolute path of the program that runs the agent
 */
public record AgentFacts(String java, String user, String host, String os) implements Serializable {

    /** Asks an agent. */
    public static final class Ask extends MasterToSlaveCallable<AgentFacts, IOException> {
        private static final long serialVersionUID = 1L;

        @Override
        public AgentFacts call() throws IOException {
            Path java = Path.of(System.getProperty("java.home"), "bin", "java");
            if (!Files.isExecutable(java)) {
                throw new IOException(java + " cannot be executed");
            }
            return new AgentFacts(
                    java.toString(),
                    System.getProperty("user.name"),
                    InetAddress.getLocalHost().getHostName(),
                    System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        }
    }
}
