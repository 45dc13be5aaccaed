package io.jenkins.plugins.iac.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TreeHashTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private Path root;

    @Before
    public void makeTree() throws IOException {
        root = temporary.getRoot().toPath();
        write("live/main.tf", "# main\n");
        write("live/run.sh", "#!/bin/sh\n");
        Files.setPosixFilePermissions(root.resolve("live/run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        write("live/é.tf", "");
        write("modules/a/main.tf", "# a\n");
        Files.createSymbolicLink(root.resolve("live/link.tf"), Path.of("../modules/a/main.tf"));
        write("other/unrelated", "");
    }

    private void write(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private Sha256 live() {
        return TreeHash.of(root, List.of("live"));
    }

    /** Frozen: digests of approved plans hold this value. The text is spelled out so that anyone can repeat it. */
    @Test
    public void of_goldenTree_hasTheFrozenValue() {
        String text = "iac-tree 1\n"
                + "120000 " + Sha256.of("../modules/a/main.tf").hex() + " live/link.tf\0"
                + "100644 " + Sha256.of("# main\n").hex() + " live/main.tf\0"
                + "100755 " + Sha256.of("#!/bin/sh\n").hex() + " live/run.sh\0"
                + "100644 " + Sha256.of("").hex() + " live/é.tf\0"
                + "100644 " + Sha256.of("# a\n").hex() + " modules/a/main.tf\0";
        assertEquals(Sha256.of(text), live());
        assertEquals("sha256:0fd263cfca5caed20fe3fdab3188f42a3917b3d454c62c99090d04b903e9996b", live().toString());
    }

    @Test
    public void of_anyChangeWithin_isAnotherHash() throws IOException {
        Sha256 before = live();
        write("live/main.tf", "# main");
        Sha256 content = live();
        assertNotEquals(before, content);
        Files.setPosixFilePermissions(root.resolve("live/main.tf"), PosixFilePermissions.fromString("rwx------"));
        Sha256 mode = live();
        assertNotEquals(content, mode);
        Files.move(root.resolve("live/main.tf"), root.resolve("live/main2.tf"));
        Sha256 name = live();
        assertNotEquals(mode, name);
        write("modules/a/main.tf", "# behind the link\n");
        assertNotEquals(name, live());
    }

    @Test
    public void of_changesElsewhereAndBitsThatGitDoesNotKeep_areTheSameHash() throws IOException {
        Sha256 before = live();
        write("other/unrelated", "changed");
        Files.createDirectories(root.resolve("live/empty"));
        Files.setPosixFilePermissions(root.resolve("live/main.tf"), PosixFilePermissions.fromString("rw-rw-rw-"));
        assertEquals(before, live());
        assertEquals(before, TreeHash.of(root, List.of("live", "./live", "modules/a", "live/../live")));
    }

    @Test
    public void of_directoryReachedThroughALink_bindsTheLinkToo() throws IOException {
        Files.createSymbolicLink(root.resolve("current"), Path.of("live"));
        Sha256 first = TreeHash.of(root, List.of("current"));
        assertNotEquals(live(), first);
        Files.delete(root.resolve("current"));
        Files.createSymbolicLink(root.resolve("current"), Path.of("other"));
        assertNotEquals(first, TreeHash.of(root, List.of("current")));
    }

    @Test
    public void of_pathsOutOfTheRoot_areRefused() throws IOException {
        Path outside = Files.createTempDirectory("outside");
        for (String target : List.of(outside.toString(), "/nowhere/at/all", "../../../../../../../../etc/hostname")) {
            Files.createSymbolicLink(root.resolve("live/out"), Path.of(target));
            assertEquals(
                    target,
                    IacException.Kind.REFUSED,
                    assertThrows(target, IacException.class, this::live).kind());
            Files.delete(root.resolve("live/out"));
        }
        assertThrows(IacException.class, () -> TreeHash.of(root, List.of("../")));
        assertThrows(IacException.class, () -> TreeHash.of(root, List.of("/etc")));
        assertThrows(IacException.class, () -> TreeHash.of(root, List.of("gone")));
        Files.delete(outside);
    }

    @Test
    public void ofModule_downloadedTwice_isTheSameHash() throws IOException {
        Sha256 plain = TreeHash.ofModule(root);
        assertEquals(TreeHash.of(root, List.of(".")), plain);
        write(".git/logs/HEAD", "1732100000 clone");
        assertEquals(plain, TreeHash.ofModule(root));
        assertNotEquals(plain, TreeHash.of(root, List.of(".")));
        write("live/.git/config", "deeper down it is a file like any other");
        assertNotEquals(plain, TreeHash.ofModule(root));
    }

    @Test
    public void of_linksInACircle_end() throws IOException {
        Files.createSymbolicLink(root.resolve("live/up"), Path.of(".."));
        Files.createSymbolicLink(root.resolve("live/self"), Path.of("self"));
        assertEquals(live(), live());
    }

    @Test
    public void of_pipe_isRefused() throws Exception {
        Path pipe = root.resolve("live/pipe");
        assertEquals(
                0,
                new ProcessBuilder(TestRepository.program("mkfifo").toString(), pipe.toString())
                        .start()
                        .waitFor());
        assertEquals(
                IacException.Kind.REFUSED,
                assertThrows(IacException.class, this::live).kind());
    }
}
