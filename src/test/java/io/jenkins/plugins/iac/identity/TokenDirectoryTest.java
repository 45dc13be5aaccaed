package io.jenkins.plugins.iac.identity;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TokenDirectoryTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path directory;

    @Before
    public void name() {
        directory = folder.getRoot().toPath().resolve("identity");
    }

    @Test
    public void create_everything_isPrivateAndCloseRemovesIt() throws Exception {
        try (TokenDirectory made = TokenDirectory.create(directory, Map.of("google.json", "{}"), "first")) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
            for (String name : new String[] {"token", "google.json"}) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))));
            }
            made.renew("second");
            assertEquals("second", Files.readString(directory.resolve("token")));
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("token"))));
        }
        assertFalse(Files.exists(directory));
        TokenDirectory.of(directory).close();
    }

    @Test
    public void create_somethingIsThere_isRefusedAndNothingIsFollowed() throws Exception {
        Path elsewhere = folder.newFolder("elsewhere").toPath();
        Files.createSymbolicLink(directory, elsewhere);
        assertThrows(IOException.class, () -> TokenDirectory.create(directory, Map.of(), "t"));
        TokenDirectory.of(directory).close();
        assertTrue("a link is not followed, not even to clean up", Files.isDirectory(elsewhere));
        assertEquals(0, elsewhere.toFile().list().length);
    }

    @Test
    public void renew_afterTheEnd_failsAndMakesNothing() throws Exception {
        TokenDirectory made = TokenDirectory.create(directory, Map.of(), "t");
        made.close();
        assertThrows(IOException.class, () -> made.renew("late"));
        assertFalse(Files.exists(directory));
    }

    @Test
    public void close_renewalsUnderWay_leavesNothing() throws Exception {
        for (int i = 0; i < 200; i++) {
            TokenDirectory made = TokenDirectory.create(directory, Map.of(), "t");
            CountDownLatch busy = new CountDownLatch(3);
            Thread renewals = new Thread(() -> {
                try {
                    while (true) {
                        made.renew("again");
                        busy.countDown();
                    }
                } catch (IOException e) {
                    busy.countDown();
                }
            });
            renewals.start();
            assertTrue(busy.await(10, TimeUnit.SECONDS));
            made.close();
            renewals.join(10_000);
            assertFalse("round " + i, Files.exists(directory));
        }
    }

    @Test
    public void close_somethingThatCannotBeDeleted_deletesTheTokenAllTheSame() throws Exception {
        TokenDirectory made = TokenDirectory.create(directory, Map.of(), "t");
        for (String name : new String[] {"a", "z"}) {
            Files.createDirectories(directory.resolve(name).resolve("full"));
        }
        assertThrows(IOException.class, made::close);
        assertFalse(Files.exists(directory.resolve("token")));
    }
}
