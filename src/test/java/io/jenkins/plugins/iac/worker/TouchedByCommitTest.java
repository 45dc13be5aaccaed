package io.jenkins.plugins.iac.worker;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import io.jenkins.plugins.iac.process.ProcessRunner;
import io.jenkins.plugins.iac.source.LocalClone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TouchedByCommitTest {
    private static final Path GIT = Path.of("/usr/bin/git");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static void run(Path directory, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .inheritIO()
                    .start();
            assertEquals(String.join(" ", command), 0, process.waitFor());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void of_commitThatIsNotThereAndACheckoutThatStays_saysTheFirst() throws Exception {
        Assume.assumeTrue("skipped: no " + GIT, Files.isExecutable(GIT));
        Path repository = folder.newFolder().toPath();
        run(repository, GIT.toString(), "init", "-q");
        LocalProcessRunner real = new LocalProcessRunner();
        Path[] area = new Path[1];
        // Directories in each other whose path is longer than the system takes: no Java removes them.
        ProcessRunner runner = spec -> {
            if (area[0] == null) {
                area[0] = spec.directory();
                String name = "d".repeat(250);
                run(
                        area[0],
                        "/bin/sh",
                        "-c",
                        "i=0; while [ $i -lt 20 ]; do mkdir " + name + " && cd -P " + name
                                + " || exit 1; i=$((i+1)); done");
            }
            return real.run(spec);
        };
        try {
            IacException failed = assertThrows(
                    IacException.class,
                    () -> TouchedByCommit.of(
                            LocalClone.of(repository, GIT, real, "here"),
                            GIT,
                            runner,
                            "0123456789".repeat(4),
                            null,
                            Map.of(),
                            List.of()));
            assertTrue(failed.toString(), failed.problem().doing().startsWith("fetching"));
            assertEquals("what stays is not forgotten", 1, failed.getSuppressed().length);
        } finally {
            Path top = area[0];
            while (!top.getFileName().toString().startsWith("iac-affected-")) {
                top = top.getParent();
            }
            run(folder.getRoot().toPath(), "/bin/rm", "-rf", top.toString());
        }
    }
}
