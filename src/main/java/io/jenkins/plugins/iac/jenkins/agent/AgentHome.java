package io.jenkins.plugins.iac.jenkins.agent;

import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.MasterToSlaveFileCallable;

/**
 * Our directory on an agent, {@code iac-runners} below the agent's root, mode 0700: a copy of the worker's libraries for
 * each content, and a directory for each process. Blocks on the agent; never call it from a Pipeline thread.
 */
public final class AgentHome {
    private static final Logger LOGGER = Logger.getLogger(AgentHome.class.getName());

    /** One lock for each connection: of an agent's executors one looks, copies and renames at a time. */
    private static final Map<VirtualChannel, Lock> LOCKS = Collections.synchronizedMap(new WeakHashMap<>());

    /** Below the agent's root. */
    static final String NAME = "iac-runners";

    /** Beginning of the name of a process' directory. */
    static final String PROCESS = "process-";

    private final FilePath home;

    /**
     * The directory on this agent.
     *
     * @param root the agent's root directory
     */
    public AgentHome(FilePath root) {
        this.home = root.child(NAME);
    }

    /**
     * The class path of the worker on this agent; copies what is not there or is not what it should be.
     *
     * @throws IOException if a library cannot be copied
     */
    public String classPath(WorkerLibraries libraries) throws IOException, InterruptedException {
        Lock lock = LOCKS.computeIfAbsent(home.getChannel(), c -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            return complete(libraries);
        } finally {
            lock.unlock();
        }
    }

    private String complete(WorkerLibraries libraries) throws IOException, InterruptedException {
        home.act(new MakePrivate());
        FilePath cache = home.child("lib-" + libraries.key());
        List<String> expected =
                libraries.list().stream().map(l -> l.sha256() + " " + l.name()).toList();
        if (!cache.act(new Holds(expected))) {
            FilePath fresh = home.child("new-" + UUID.randomUUID());
            fresh.act(new MakePrivate());
            for (WorkerLibraries.Library library : libraries.list()) {
                try (InputStream in = Files.newInputStream(library.file())) {
                    fresh.child(library.name()).copyFrom(in);
                }
            }
            if (cache.exists()) {
                cache.deleteRecursive();
            }
            fresh.renameTo(cache);
        }
        return String.join(
                ":",
                libraries.list().stream()
                        .map(l -> cache.child(l.name()).getRemote())
                        .toList());
    }

    /** A fresh private directory for one process. */
    public FilePath process(String id) throws IOException, InterruptedException {
        FilePath directory = home.child(PROCESS + id);
        directory.act(new MakePrivate());
        return directory;
    }

    /** Makes a directory that only its owner may enter; refuses a link or one that others may enter. */
    static final class MakePrivate extends MasterToSlaveFileCallable<Void> {
        private static final long serialVersionUID = 1L;

        @Override
        public Void invoke(File file, VirtualChannel channel) throws IOException {
            Path directory = file.toPath();
            var owner = PosixFilePermissions.fromString("rwx------");
            if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(directory.getParent());
                try {
                    Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(owner));
                } catch (FileAlreadyExistsException e) {
                    LOGGER.log(Level.FINE, "made meanwhile: {0}", directory);
                }
            }
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    || !Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS)
                            .equals(owner)) {
                throw new IOException(directory + " is not a directory of our own");
            }
            return null;
        }
    }

    /** Whether every library is there with the expected content. */
    static final class Holds extends MasterToSlaveFileCallable<Boolean> {
        private static final long serialVersionUID = 1L;
        private final List<String> expected;

        Holds(List<String> expected) {
            this.expected = List.copyOf(expected);
        }

        @Override
        public Boolean invoke(File directory, VirtualChannel channel) throws IOException {
            for (String line : expected) {
                int space = line.indexOf(' ');
                Path file = directory.toPath().resolve(line.substring(space + 1));
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        || !Sha256.ofFile(file).toString().equals(line.substring(0, space))) {
                    return false;
                }
            }
            return true;
        }
    }
}
