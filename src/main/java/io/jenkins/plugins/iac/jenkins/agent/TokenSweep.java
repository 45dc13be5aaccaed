package io.jenkins.plugins.iac.jenkins.agent;

import hudson.Extension;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import hudson.slaves.ComputerListener;
import io.jenkins.plugins.iac.identity.LeftTokens;
import io.jenkins.plugins.iac.jenkins.Repeated;
import io.jenkins.plugins.iac.worker.WorkArea;
import io.jenkins.plugins.iac.worker.WorkerTools;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.security.MasterToSlaveCallable;

/**
 * Deletes from agents the tokens that nobody could delete when their time came, because the agent was away or the controller
 * was: when an agent comes back, and now and then. Only those that have expired; each agent on a thread of its own.
 */
public final class TokenSweep {
    private static final Logger LOGGER = Logger.getLogger(TokenSweep.class.getName());

    private TokenSweep() {}

    private static void sweep(Computer computer) {
        Node node = computer.getNode();
        FilePath root = node == null ? null : node.getRootPath();
        VirtualChannel channel = computer.getChannel();
        if (root == null || channel == null) {
            return;
        }
        try {
            int deleted = channel.call(new Sweep(root.getRemote(), Instant.now().toEpochMilli()));
            if (deleted > 0) {
                LOGGER.log(Level.INFO, "{0}: {1} expired tokens deleted", new Object[] {computer.getName(), deleted});
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(
                    computer.getChannel() == null ? Level.FINE : Level.WARNING,
                    "expired tokens may be left on " + computer.getName()
                            + "; the next look is in a quarter of an hour",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An agent that comes back may bring what could not be deleted. */
    @Extension
    public static final class Online extends ComputerListener {
        @Override
        public void onOnline(Computer computer, TaskListener listener) {
            Computer.threadPoolForRemoting.submit(() -> sweep(computer));
        }
    }

    /** What was not yet over when the agent came back. */
    @Extension
    public static final class NowAndThen extends Repeated {
        public NowAndThen() {
            super(Duration.ofMinutes(15), NowAndThen::sweepAll);
        }

        private static void sweepAll() {
            for (Computer computer : Jenkins.get().getComputers()) {
                Computer.threadPoolForRemoting.submit(() -> sweep(computer));
            }
        }
    }

    /** On the agent: directories of blocks below its root, and of runs where workers work. */
    static final class Sweep extends MasterToSlaveCallable<Integer, IOException> {
        private static final long serialVersionUID = 1L;
        private final String root;
        private final long now;

        Sweep(String root, long now) {
            this.root = root;
            this.now = now;
        }

        @Override
        public Integer call() throws IOException {
            List<Path> directories = new ArrayList<>();
            WorkArea.claimed(WorkerTools.ROOT).keySet().forEach(area -> directories.add(area.identity()));
            Path home = Path.of(root, AgentHome.NAME);
            if (Files.isDirectory(home)) {
                try (DirectoryStream<Path> processes = Files.newDirectoryStream(home, AgentHome.PROCESS + "*")) {
                    processes.forEach(process -> directories.add(new WorkArea(process).identity()));
                }
            }
            return LeftTokens.delete(directories, Instant.ofEpochMilli(now));
        }
    }
}
