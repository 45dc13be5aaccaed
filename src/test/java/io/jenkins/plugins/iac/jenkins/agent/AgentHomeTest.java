package io.jenkins.plugins.iac.jenkins.agent;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Directories of our own on an agent, of which several executors make the same one at once. */
public class AgentHomeTest {
    private static final int EXECUTORS = 8;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static void make(Path directory) throws IOException {
        new AgentHome.MakePrivate().invoke(directory.toFile(), null);
    }

    @Test
    public void makePrivate_byManyAtOnce_isMadeOnceAndNobodyFails() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(EXECUTORS);
        try {
            for (int round = 0; round < 200; round++) {
                Path directory = folder.getRoot().toPath().resolve("home-" + round);
                CountDownLatch start = new CountDownLatch(1);
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < EXECUTORS; i++) {
                    all.add(pool.submit(() -> {
                        start.await();
                        make(directory);
                        return null;
                    }));
                }
                start.countDown();
                for (Future<?> one : all) {
                    one.get();
                }
                assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    public void makePrivate_ofWhatIsNotOurs_isRefused() throws Exception {
        File open = folder.newFolder("open");
        Files.setPosixFilePermissions(open.toPath(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThrows(IOException.class, () -> make(open.toPath()));
        File ours = folder.newFolder("ours");
        Files.setPosixFilePermissions(ours.toPath(), PosixFilePermissions.fromString("rwx------"));
        Path link = Files.createSymbolicLink(folder.getRoot().toPath().resolve("link"), ours.toPath());
        assertThrows(IOException.class, () -> make(link));
    }
}
