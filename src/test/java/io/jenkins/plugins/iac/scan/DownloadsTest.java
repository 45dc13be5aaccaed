package io.jenkins.plugins.iac.scan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The list of modules as Terraform 1.11 writes it, over directories that are and are not where it says. */
public class DownloadsTest {
    private static final ScanPolicy POLICY =
            new ScanPolicy(ScanRule.TRUSTED, ScanPolicy.TERRAFORM_REGISTRY, List.of(), List.of("./"), null);

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Path real;
    private Path link;

    @Before
    public void aDataDirectoryBehindALink() throws IOException {
        real = folder.newFolder("real").toPath().toRealPath();
        link = real.resolveSibling("link");
        Files.createSymbolicLink(link, real);
        Files.createDirectories(real.resolve("data/modules/a"));
    }

    private Condition check(String dir, String source, String code) throws IOException {
        Files.writeString(real.resolve("data/modules/a/main.tf"), code);
        Files.writeString(
                real.resolve("data/modules/modules.json"),
                "{\"Modules\":[{\"Key\":\"\",\"Source\":\"\",\"Dir\":\".\"},"
                        + "{\"Key\":\"l\",\"Source\":\"./l\",\"Dir\":\"l\"},"
                        + "{\"Key\":\"a\",\"Source\":\"" + source + "\",\"Dir\":\"" + dir + "\"}]}");
        return Downloads.check(link.resolve("data"), POLICY);
    }

    @Test
    public void check_dataDirectoryBehindALink_modulesAreLookedAt() throws Exception {
        String stranger = "module \"b\" {\n  source = \"git::https://evil.example/m\"\n}\n";
        String dir = link.resolve("data/modules/a").toString();
        assertTrue(check(dir, "git::https://ok.example/m", "locals {\n  a = 1\n}\n")
                .passed());
        Condition found = check(dir, "git::https://ok.example/m", stranger);
        assertFalse("a module of a module that nobody allowed", found.passed());
        assertEquals(ScanRule.MODULE.id(), found.because().get(0).rule());
    }

    @Test
    public void check_moduleThatIsElsewhere_isAFinding() throws Exception {
        String harmless = "locals {\n  a = 1\n}\n";
        Path outside = Files.createDirectories(real.resolve("outside"));
        Files.createSymbolicLink(real.resolve("data/modules/linked"), outside);
        String[] elsewhere = {
            outside.toString(),
            real.resolve("data/modules/linked").toString(),
            real.resolve("data/modules/../../outside").toString(),
            real.resolve("data/modules/absent/../../..").toString(),
            real.resolve("data/modules").toString(),
            "somewhere/relative",
        };
        for (String dir : elsewhere) {
            Condition found = check(dir, "git::https://ok.example/m", harmless);
            assertFalse(dir, found.passed());
            assertTrue(dir, found.because().get(0).found().contains(dir));
        }
    }
}
