package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is rehearsed goes as it would with the tool, so that nothing of a run's life is missing in what Java keeps. */
public class RehearsalTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void run_aWholeLife_everyCommandIsDone() throws Exception {
        Assume.assumeTrue("skipped: no /bin/sh here", Files.isExecutable(Path.of("/bin/sh")));
        assertEquals(
                List.of(0, 0, 0, 0, 0, 0, 0, 0, 0),
                Rehearsal.run(folder.getRoot().toPath()));
    }

    /** A user's directory may be called anything. */
    @Test
    public void run_inADirectoryWithASpaceAndAQuote_everyCommandIsDone() throws Exception {
        Assume.assumeTrue("skipped: no /bin/sh here", Files.isExecutable(Path.of("/bin/sh")));
        assertEquals(
                List.of(0, 0, 0, 0, 0, 0, 0, 0, 0),
                Rehearsal.run(folder.newFolder("o'neil and co").toPath()));
    }
}
