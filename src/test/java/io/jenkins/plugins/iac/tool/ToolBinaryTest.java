package io.jenkins.plugins.iac.tool;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.PoolTool;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ToolBinaryTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Path fake(String says) throws Exception {
        Path path = folder.getRoot().toPath().toRealPath().resolve("terraform");
        Files.writeString(path, "#!/bin/sh\ntouch " + path + ".ran\n" + says + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        return path;
    }

    private static ToolBinary verify(Path path, String name, String version, Sha256 sha256) {
        return ToolBinary.verify(new PoolTool(name, version, path.toString(), sha256), new LocalProcessRunner());
    }

    @Test
    public void verify_rightTool_isAccepted() throws Exception {
        Path path = fake("echo 'OpenTofu v1.10.0'; echo 'on linux_amd64'");
        ToolBinary binary = verify(path, "opentofu", "1.10.0", Sha256.ofFile(path));
        assertEquals(path, binary.path());
        assertEquals("1.10.0", binary.version());
    }

    @Test
    public void verify_realTool_isAccepted() throws Exception {
        Path path = RealTool.find();
        String name = path.endsWith("tofu") ? "opentofu" : "terraform";
        assertEquals(
                name,
                verify(path, name, RealTool.versionOf(path), Sha256.ofFile(path))
                        .name());
    }

    @Test
    public void verify_wrongChecksum_refusesWithoutRunningIt() throws Exception {
        Path path = fake("echo 'Terraform v1.11.4'");
        IacException e =
                assertThrows(IacException.class, () -> verify(path, "terraform", "1.11.4", Sha256.of("other")));
        assertEquals(IacException.Kind.REFUSED, e.kind());
        assertEquals("tool.sha256", e.conditions().get(0).rule());
        assertFalse(Files.exists(Path.of(path + ".ran")));
    }

    @Test
    public void verify_otherVersionOrName_refuses() throws Exception {
        String[][] cases = {
            {"echo 'Terraform v1.11.3'", "terraform 1.11.3"},
            {"echo 'OpenTofu v1.11.4'", "opentofu 1.11.4"},
            {"echo 'Terraform v1.11.4-dev'", "terraform 1.11.4-dev"},
            {"echo", "''"},
            {"echo hello", "'hello'"},
        };
        for (String[] c : cases) {
            Path path = fake(c[0]);
            IacException e = assertThrows(
                    c[0], IacException.class, () -> verify(path, "terraform", "1.11.4", Sha256.ofFile(path)));
            assertEquals(IacException.Kind.REFUSED, e.kind());
            assertEquals(c[1], e.conditions().get(0).found());
        }
    }

    @Test
    public void verify_missingRelativeOrFailing_isAnError() throws Exception {
        Path failing = fake("exit 3");
        Object[][] cases = {
            {Path.of("terraform"), IacException.Kind.REFUSED},
            {Path.of("/usr/bin/../bin/true"), IacException.Kind.REFUSED},
            {Path.of("/no/such/terraform"), IacException.Kind.TOOL_FAILED},
            {Path.of("/usr"), IacException.Kind.TOOL_FAILED},
            {failing, IacException.Kind.TOOL_FAILED},
        };
        Sha256 sha256 = Sha256.ofFile(failing);
        for (Object[] c : cases) {
            IacException e = assertThrows(IacException.class, () -> verify((Path) c[0], "terraform", "1.11.4", sha256));
            assertEquals(c[0].toString(), c[1], e.kind());
        }
        assertTrue("the failing one had the right checksum", Files.exists(Path.of(failing + ".ran")));
    }
}
