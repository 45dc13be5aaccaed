package io.jenkins.plugins.iac.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class StackSourceTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private Path root;

    @Before
    public void makeTree() throws IOException {
        root = temporary.getRoot().toPath();
        write(
                "live/main.tf",
                "module \"a\" {\n  source = \"../modules/a\"\n}\nmodule \"n\" {\n  source  = \"northstar/net/aws\"\n  version = \"1.2.3\"\n}\n");
        write("modules/a/main.tf", "module \"b\" { source = \"../b\" }\n");
        write("modules/b/main.tf", "");
        write("modules/c/main.tf", "");
    }

    private void write(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** Frozen: digests of approved plans hold these values. */
    @Test
    public void of_goldenStack_hasTheFrozenParts() {
        StackSource source = StackSource.of(root, "live");
        assertEquals(List.of("live", "modules/a", "modules/b"), source.directories());
        assertEquals(
                Sha256.of("iac-modules 1\n"
                        + "live\0a\0../modules/a\0\n"
                        + "live\0n\0northstar/net/aws\u00001.2.3\n"
                        + "modules/a\0b\0../b\0\n"),
                source.modules());
        assertEquals(TreeHash.of(root, List.of("live", "modules/a", "modules/b")), source.tree());
        assertNull(source.lockFile());
    }

    @Test
    public void of_changeInAReachedModule_isAnotherTree() throws IOException {
        StackSource before = StackSource.of(root, "live");
        write("modules/c/main.tf", "# reached by nobody\n");
        assertEquals(before, StackSource.of(root, "live"));
        write("modules/b/run.sh", "id\n");
        StackSource after = StackSource.of(root, "live");
        assertNotEquals(before.tree(), after.tree());
        assertEquals(before.modules(), after.modules());
    }

    @Test
    public void of_lockFile_isItsOwnPart() throws IOException {
        write("live/.terraform.lock.hcl", "# lock\n");
        assertEquals(Sha256.of("# lock\n"), StackSource.of(root, "live").lockFile());
    }

    @Test
    public void of_configurationThatCannotBeRead_isRefused() throws IOException {
        write("modules/b/main.tf", "module \"c\" { source = \"../c\"\n");
        IacException refusal = assertThrows(IacException.class, () -> StackSource.of(root, "live"));
        assertEquals(IacException.Kind.REFUSED, refusal.kind());
        assertTrue(refusal.getMessage(), refusal.getMessage().contains("modules/b/main.tf:1"));
    }
}
