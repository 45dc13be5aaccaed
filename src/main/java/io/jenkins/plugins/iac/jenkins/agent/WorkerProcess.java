package io.jenkins.plugins.iac.jenkins.agent;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Node;
import hudson.model.TaskListener;
import hudson.remoting.RequestAbortedException;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.worker.JobRequest;
import io.jenkins.plugins.iac.worker.WorkerMain;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.durabletask.BourneShellScript;
import org.jenkinsci.plugins.durabletask.Controller;
import org.jenkinsci.plugins.workflow.FilePathUtils;

/**
 * The worker as a durable process on an agent: it goes on while the controller is away and is found again after a restart
 * of either. Part of a step's saved state, so small. Methods block on the agent; one thread at a time.
 */
public final class WorkerProcess implements Serializable, Stoppable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(WorkerProcess.class.getName());
    /** Marks our process in its environment; the tool's environment does not have it. */
    private static final String MARK = "IAC_RUNNERS_PROCESS";

    private static final String JOB = "job.json";
    private static final String RESULT = "result.json";
    private static final String NUMBER = RESULT + ".pid";
    /** Largest answer that is taken: the summary of a plan is bounded, so this is generous. */
    private static final int MOST = 32 << 20;

    private final String node;
    private final String directory;
    private final String mark;
    private final Controller controller;
    /** Why the agent could not be asked the last time, null where it could. */
    private transient String away;
    /** What is to be started where this one was placed. */
    private transient String script;

    private WorkerProcess(String node, String directory, String mark, Controller controller) {
        this.node = node;
        this.directory = directory;
        this.mark = mark;
        this.controller = controller;
    }

    /** How a look at the process came out. */
    public enum State {
        RUNNING,
        ENDED,
        /** The agent cannot be asked at present. */
        AWAY
    }

    /**
     * A directory for a process on an agent, and the libraries beside it. Nothing is started yet: the caller records where it
     * is going to be first.
     *
     * @throws IOException if there is no room for it
     */
    public static WorkerProcess place(Node on) throws IOException, InterruptedException {
        FilePath root = on.getRootPath();
        if (root == null) {
            throw new IOException("agent " + on.getDisplayName() + " is not connected");
        }
        AgentFacts facts = root.act(new AgentFacts.Ask());
        AgentHome home = new AgentHome(root);
        String classPath = home.classPath(WorkerLibraries.ofThisController());
        String id = UUID.randomUUID().toString();
        FilePath directory = home.process(id);
        WorkerProcess placed = found(on.getNodeName(), directory.getRemote(), id);
        placed.script = "#!/bin/sh\nexec "
                + String.join(
                        " ",
                        quote(facts.java()),
                        "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                        "-cp",
                        quote(classPath),
                        WorkerMain.class.getName(),
                        quote(directory.child(JOB).getRemote()),
                        quote(directory.child(RESULT).getRemote()))
                + "\n";
        return placed;
    }

    /**
     * Starts a phase where this one was {@link #place placed}.
     *
     * @param on the agent; its own launcher is used, undecorated, so that no surrounding step can redirect the process
     * @throws IOException if it cannot be started, or nobody knows whether it was
     */
    public WorkerProcess start(Node on, JobRequest job, TaskListener listener)
            throws IOException, InterruptedException {
        FilePath there = file(directory);
        writePrivate(there.child(JOB), Json.write(job.json()));
        BourneShellScript worker = new BourneShellScript(script);
        worker.charset(StandardCharsets.UTF_8);
        Launcher launcher = on.createLauncher(listener);
        return new WorkerProcess(
                node,
                directory,
                mark,
                worker.launch(new EnvVars(Map.of(MARK, mark)), there, launcher, TaskListener.NULL));
    }

    /** One of which only this is known: it can be stopped and asked for its answer, and what it prints is not read any more. */
    public static WorkerProcess found(String node, String directory, String mark) {
        return new WorkerProcess(node, directory, mark, null);
    }

    private static void writePrivate(FilePath file, String text) throws IOException, InterruptedException {
        file.write("", StandardCharsets.UTF_8.name());
        file.chmod(0600);
        try (InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
            file.copyFrom(in);
        }
    }

    /** For a shell: nothing in it means anything to it. */
    private static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Name of the agent, empty for the built-in node. */
    public String node() {
        return node;
    }

    /** Its directory on the agent. */
    public String directory() {
        return directory;
    }

    /** By what it is {@link #found} again, with the two others. */
    public String mark() {
        return mark;
    }

    /** Whether anything of it is at work, the tool included; empty while its agent cannot be asked. */
    public Optional<AskWorker.Standing> standing() throws IOException, InterruptedException {
        FilePath workspace = workspace();
        return workspace == null
                ? Optional.empty()
                : Optional.of(workspace.child(NUMBER).act(new AskWorker()));
    }

    /** Looks once and passes on what was printed since the last look. */
    public Look look(OutputStream log) throws InterruptedException {
        FilePath workspace = workspace();
        if (workspace == null) {
            return away("the agent is not connected", null);
        }
        try {
            boolean more = controller.writeLog(workspace, log);
            Integer exit = controller.exitStatus(workspace, launcher(), TaskListener.NULL);
            away = null;
            if (exit == null) {
                return new Look(State.RUNNING, more);
            }
            controller.writeLog(workspace, log);
            return new Look(State.ENDED, true);
        } catch (IOException | RequestAbortedException e) {
            return away(e.toString(), e);
        }
    }

    /** Said once for each reason: it is asked again every few seconds, and an agent may stay away for long. */
    private Look away(String why, Exception cause) {
        if (!why.equals(away)) {
            away = why;
            LOGGER.log(
                    Level.INFO,
                    "the process in " + directory + " of agent " + node + " cannot be asked: " + why,
                    cause);
        }
        return new Look(State.AWAY, false);
    }

    /**
     * One look.
     *
     * @param printed whether there was something new in the log, which is worth saving
     */
    public record Look(State state, boolean printed) {}

    /**
     * What the process left, or null where it left nothing: it was killed, or never came to its first line.
     *
     * @throws IOException if the agent cannot be asked
     */
    public JsonNode result() throws IOException, InterruptedException {
        FilePath workspace = workspace();
        if (workspace == null) {
            throw new IOException("agent " + node + " is away");
        }
        FilePath file = workspace.child(RESULT);
        if (!file.exists()) {
            return null;
        }
        if (file.length() > MOST) {
            throw new IOException("an answer of " + file.length() + " bytes");
        }
        return Json.parse(file.readToString());
    }

    /** Asks the worker; one that has not said its number yet gets SIGTERM by its mark. */
    @Override
    public boolean stop() throws IOException, InterruptedException {
        return reached(this::workspace, workspace -> {
            if (!workspace.child(NUMBER).act(new StopWorker())) {
                launcher().kill(Map.of(MARK, mark));
            }
        });
    }

    @Override
    public boolean kill() throws IOException, InterruptedException {
        return reached(this::workspace, workspace -> {
            boolean dead = workspace.child(NUMBER).act(new KillWorker());
            launcher().kill(Map.of(MARK, mark));
            if (!dead) {
                LOGGER.log(Level.FINE, "something of the process in {0} may be left", directory);
            }
        });
    }

    /** What is done on the agent. */
    interface Deed {
        void on(FilePath workspace) throws IOException, InterruptedException;
    }

    /** Does it; false where the agent is away, or gone by the time it fails. */
    static boolean reached(Supplier<FilePath> agent, Deed deed) throws IOException, InterruptedException {
        FilePath workspace = agent.get();
        if (workspace == null) {
            return false;
        }
        try {
            deed.on(workspace);
            return true;
        } catch (IOException | RuntimeException e) {
            if (agent.get() == null) {
                LOGGER.log(Level.FINE, "the agent went meanwhile", e);
                return false;
            }
            throw e;
        }
    }

    /** Removes what the process left on the agent. */
    public void cleanUp() throws IOException, InterruptedException {
        FilePath workspace = workspace();
        if (workspace != null) {
            if (controller != null) {
                controller.cleanup(workspace);
            }
            workspace.deleteRecursive();
            FilePath scratch = workspace.sibling(workspace.getName() + "@tmp");
            if (scratch != null) {
                scratch.deleteRecursive();
            }
        }
    }

    /** A file of the agent. */
    public FilePath file(String path) throws IOException {
        FilePath workspace = workspace();
        if (workspace == null) {
            throw new IOException("agent " + node + " is away");
        }
        return new FilePath(workspace.getChannel(), path);
    }

    /** Whether Jenkins knows its agent still; one that was a pod may be gone for good. */
    public boolean isOfAKnownAgent() {
        return node.isEmpty() || Jenkins.get().getNode(node) != null;
    }

    /** Whether its agent can be asked at present. */
    public boolean isReachable() {
        return workspace() != null;
    }

    /** The way to its agent. */
    public VirtualChannel channel() throws IOException {
        return file(directory).getChannel();
    }

    private FilePath workspace() {
        return FilePathUtils.find(node, directory);
    }

    private Launcher launcher() throws IOException {
        Node on = node.isEmpty() ? Jenkins.get() : Jenkins.get().getNode(node);
        if (on == null) {
            throw new IOException("agent " + node + " is gone");
        }
        return on.createLauncher(TaskListener.NULL);
    }
}
