package io.jenkins.plugins.iac.scan;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.scan.TouchedStacks.Change;
import io.jenkins.plugins.iac.scan.TouchedStacks.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TouchedStacksTest {
    private static final String OWN = "git@github.com:acme/infra.git";
    private static final String MODULES = "https://git.example.com/acme/modules.git";

    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private ScanFixture fixture;

    @Before
    public void makeTree() throws IOException {
        fixture = new ScanFixture(temporary)
                .write("live/a/main.tf", "module \"m\" { source = \"../../modules/m\" }\n")
                .write("live/ab/main.tf", "locals { x = file(\"${path.module}/../../shared/x.json\") }\n")
                .write("live/c/main.tf", "locals { x = file(var.x) }\n")
                .write("live/d/main.tf", "resource {")
                .write("modules/m/main.tf", "module \"n\" { source = \"../n\" }\n")
                .write("modules/n/main.tf", "")
                .write("modules/far/main.tf", "module \"y\" { source = \"../n\" }\n");
    }

    private Change change(String branch, String... paths) {
        return new Change(fixture.root(), branch, "v1"::equals, List.of(paths));
    }

    private static Code code(String directory, String... modules) {
        return new Code(OWN, directory, List.of(modules));
    }

    private void touches(String changed, String... stacks) {
        Map<StackId, Code> directories = Map.of(
                new StackId("a"), code("live/a"),
                new StackId("ab"), code("./live/ab"),
                new StackId("computed"), code("live/c"),
                new StackId("broken"), code("live/d"),
                new StackId("gone"), code("live/e"));
        List<String> always = List.of("broken", "computed", "gone");
        List<String> expected = new ArrayList<>(List.of(stacks));
        expected.addAll(always);
        expected.sort(null);
        assertEquals(
                changed,
                expected,
                TouchedStacks.of(directories, change(null, changed)).keySet().stream()
                        .map(StackId::value)
                        .toList());
    }

    @Test
    public void of_eachChange_namesTheStacksThatReachIt() {
        touches("live/a/main.tf", "a");
        touches("live/a/removed/file", "a");
        touches("live/ab/main.tf", "ab");
        touches("modules/m/x", "a");
        touches("modules/n/main.tf", "a");
        touches("modules/other/main.tf");
        touches("shared/x.json", "ab");
        touches("shared/y.json");
        touches("README.md");
    }

    /** What changed, what is said of a stack that calls link/m, where link leads by other to modules. */
    @Test
    public void of_moduleBehindALink_table() throws IOException {
        Files.createSymbolicLink(fixture.root().resolve("other"), Path.of("modules"));
        Files.createSymbolicLink(fixture.root().resolve("link"), Path.of("live/../other"));
        Files.createSymbolicLink(fixture.root().resolve("modules/m/circle"), Path.of("../m"));
        Files.createDirectories(fixture.root().resolve("live/s"));
        Files.createSymbolicLink(fixture.root().resolve("live/s/x.auto.tfvars"), Path.of("../../shared/x"));
        Files.createSymbolicLink(fixture.root().resolve("live/s/away"), Path.of("/nowhere"));
        String[][] rows = {
            {"link", "link changed, which it reaches"},
            {"other", "other (through link) changed, which it reaches"},
            {"modules", "modules (through link) changed, which it reaches"},
            {"modules/m/main.tf", "modules/m/main.tf (through link) changed, which it reaches"},
            {"modules/m", "modules/m (through link) changed, which it reaches"},
            {"shared/x", "shared/x (through live/s/x.auto.tfvars) changed"},
            {"shared/y", ""},
            {"live", "live changed"},
            {"li", ""},
            {"lin", ""},
            {"away", ""},
        };
        for (String[] row : rows) {
            assertEquals(row[0], row[1], why("\"../../link/m\"", null, row[0]));
        }
    }

    @Test
    public void of_noChange_isNoStack() {
        assertEquals(
                0,
                TouchedStacks.of(Map.of(new StackId("a"), code("live/a")), change(null))
                        .size());
    }

    private String why(String source, String branch, String changed, String... modules) throws IOException {
        fixture.write("live/s/main.tf", "module \"far\" { " + (source.isEmpty() ? "" : "source = " + source) + " }\n");
        StackId stack = new StackId("s");
        return TouchedStacks.of(Map.of(stack, code("live/s", modules)), change(branch, changed))
                .getOrDefault(stack, "");
    }

    /** Source of the module, branch of the commits (or null), what is said; of a change of modules/n, which modules/far uses. */
    @Test
    public void of_moduleByAddress_table() throws IOException {
        String reached = "modules/n/main.tf changed, which it reaches";
        String commit = "0123456789012345678901234567890123456789";
        String copy = "the module far may be of a copy of the repository on another host";
        String archive = "the module far is an archive of the repository";
        String archiveCopy = "the module far may be an archive of a copy of the repository on another host";
        String[][] rows = {
            {"git::https://github.com/acme/infra.git//modules/far", null, reached},
            {"git::https://github.com/acme/infra.git//modules/far?ref=main", null, reached},
            {"git::https://github.com/acme/infra.git//modules/far?ref=main", "main", reached},
            {"git::https://github.com/acme/infra.git//modules/far?ref=main", "feature", ""},
            {"git::https://github.com/acme/infra.git//modules/far?depth=1&ref=v1", null, ""},
            {"git::https://github.com/acme/infra.git//modules/far?ref=v2", null, reached},
            {"git::https://github.com/acme/infra.git//modules/far?ref=" + commit, null, ""},
            {"git::https://github.com/acme/infra.git//modules/far?ref=HEAD", "main", reached},
            {"git::https://github.com/acme/infra.git//modules/far?ref=%zz", "main", reached},
            {"git::https://github.com/acme/infra.git//modules/far?ref=heads/main", "main", reached},
            {"git::https://github.com/acme/infra.git//modules/far?ref=refs/heads/main", "main", reached},
            {"git::https://github.com/acme/infra.git//modules/far?ref=origin/main", "main", reached},
            {"git::https://github.com/acme/infra.git//modules/far?ref=refs/remotes/origin/main", "main", reached},
            {"git::https://github.com/acme/infra.git//modules/far?ref=main", "origin/main", reached},
            {"git::https://github.com/acme/infra.git//modules/far?ref=main", "refs/heads/main", reached},
            {"git::https://github.com/acme/infra.git//modules/far?ref=feature/x", "main", reached},
            {"git::https://github.com/acme/infra.git//modules/far?ref=main~1", "main", reached},
            {"git::https://github.com/acme/infra.git//modules/far?ref=main%5E0", "main", reached},
            {"git::https://github.com/acme/infra.git//modules/far?ref=FETCH_HEAD", "main", reached},
            {"git::https://github.com/acme/infra.git//modules/far?ref=origin/HEAD", "main", reached},
            {"git::https://github.com/acme/infra.git//modules/far?%72ef=main&ref=v1", "main", reached},
            {"git::https://github.com/acme/infra.git//modules/far?ref=refs/tags/v1", "main", ""},
            {"git::https://github.com/acme/infra.git//modules/far?ref=tags/v1", null, ""},
            {"git::https://github.com/acme/infra.git//modules/far?ref=refs/tags/v2", "main", reached},
            {"git::https://github.com/acme/infra.git//modules/far?ref=v2", "main", ""},
            {"git::https://github.com/acme/infra.git//modules/far?ref=origin/mainly", "main", reached},
            {"git::https://github.com/acme/infra.git//modules/m", null, reached},
            {"git::https://github.com/acme/infra.git//live/ab", null, ""},
            {"git::https://github.com/acme/infra.git", null, "modules/n/main.tf changed, in the module far"},
            {"git::https://github.com/acme/infra.git//gone", null, "the configuration in \"gone\" cannot be read"},
            {"git::https://bob@GitHub.com:443/Acme/infra//modules/far", null, reached},
            {"git::ssh://git@github.com/acme/infra.git//modules/far", null, reached},
            {"git::git@github.com:acme/infra.git//modules/far", null, reached},
            {"git@github.com:acme/infra.git//modules/far?ref=main", null, reached},
            {"github.com/acme/infra//modules/far", null, reached},
            {"github.com/acme/infra/modules/far?ref=v1", null, ""},
            {"github.com/acme/infra/modules/far", null, reached},
            {"github.com/acme/other//modules/far", null, ""},
            {"git::ssh://git@ssh.github.com:443/acme/infra.git//modules/far", null, reached},
            {"git::https://github.com/%61cme/infr%61.git//modules/far", null, reached},
            {"git::https://github.com/acme/../acme/./infra.git//modules/far", null, reached},
            {"git::https://github.com/other/infra.git//modules/far", null, ""},
            {"git::https://gitlab.com/acme/infra.git//modules/far", null, copy},
            {"git::https://gitlab.com/acme/infra.git//modules/far?ref=" + commit, null, ""},
            {"bitbucket.org/acme/infra//modules/far", null, copy},
            {"git::/srv/mirror/infra//modules/far", null, copy},
            {"https://codeload.github.com/acme/infra/zip/refs/heads/main?archive=zip", null, archive},
            {"https://api.example.com/repos/acme/infra/zipball/main?archive=zip", null, archiveCopy},
            {"acme/infra/aws", null, ""},
            {"app.terraform.io/acme/infra/aws//modules/far", null, ""},
            {"s3::https://s3.amazonaws.com/acme/infra.zip", null, ""},
            {"https://example.com/infra.zip", null, ""},
            {"https://github.com/acme/infra/archive/main.tar.gz", null, archive},
            {"https://example.com/infra", null, "where the source of the module far leads is not known"},
            {"a.".repeat(50_000), null, "where the source of the module far leads is not known"},
            {"what:is::this", null, "where the source of the module far leads is not known"},
            {"../../../outside", null, "the module far is outside of the checkout"},
        };
        for (String[] row : rows) {
            String source = "\"" + row[0] + "\"";
            assertEquals(row[0] + " " + row[1], row[2], why(source, row[1], "modules/n/main.tf"));
        }
        assertEquals("the source of the module far is computed", why("var.where", null, "README.md"));
    }

    @Test
    public void of_sourceInTheFileThatIsOverridden_isNoneThatIsComputed() throws IOException {
        fixture.write("live/s/a_override.tf", "module \"far\" { version = \"1\" }\n");
        assertEquals("", why("\"acme/infra/aws\"", null, "modules/n/main.tf"));
    }

    @Test
    public void of_moduleOfAnotherRepository_countsWhereTheCatalogLetsItCallThisOne() throws IOException {
        String source = "\"git::https://github.com/acme/other.git?ref=v1\"";
        assertEquals("", why(source, null, "README.md", "./", "git::https://github.com/acme/other.git"));
        assertEquals(
                "the module far may call modules of git@github.com:acme/infra.git, which the catalog allows",
                why(source, null, "README.md", "github.com/acme/"));
        for (String other :
                List.of("acme/net/aws", "s3::https://s3.amazonaws.com/b/k.zip", "https://x.example/a.zip")) {
            assertEquals(
                    other,
                    "the module far may call modules of git@github.com:acme/infra.git, which the catalog allows",
                    why('"' + other + '"', null, "README.md", "acme/", "github.com/acme/infra"));
            assertEquals(other, "", why('"' + other + '"', null, "README.md", "app.terraform.io/acme/"));
        }
    }

    @Test
    public void elsewhere_repositoryOfModules_table() throws IOException {
        ScanFixture stacks = new ScanFixture(temporary);
        String[][] rows = {
            {
                "\"git::https://git.example.com/acme/modules.git//modules/far\"",
                "modules/n/main.tf changed, which it reaches"
            },
            {"\"git::https://git.example.com/acme/modules.git//modules/far?ref=v1\"", ""},
            {"\"git::https://git.example.com/acme/modules.git//live/ab\"", ""},
            {"\"../n\"", ""},
            {"var.unknown", "the source of the module far is computed"},
        };
        StackId stack = new StackId("s");
        Map<StackId, Code> code = Map.of(stack, new Code(MODULES, "live/s", List.of("./", MODULES)));
        for (String[] row : rows) {
            stacks.write("live/n/main.tf", "locals { x = file(var.x) }\n")
                    .write("live/s/main.tf", "module \"far\" { source = " + row[0] + " }\n");
            assertEquals(
                    row[0],
                    row[1],
                    TouchedStacks.elsewhere(code, change(null, "modules/n/main.tf", "live/s/main.tf"), stacks.root())
                            .getOrDefault(stack, ""));
        }
        assertEquals(
                "it may use modules of https://git.example.com/acme/modules.git, and which is not known here",
                TouchedStacks.unknown(code).get(stack));
    }

    @Test
    public void mayUseAndNamed_table() {
        Object[][] rows = {
            {"./", false, false},
            {"git::https://git.example.com/acme/modules.git", true, true},
            {"git::https://git.example.com/acme/modules.git//sub", true, true},
            {"git@git.example.com:acme/modules.git", true, true},
            {"git::https://git.example.com/acme/", true, true},
            {"git::https://git.example.com/", true, true},
            {"git::https://git.example.com/acme/modules2.git", false, false},
            {"git::https://git.example.com/ac", false, false},
            {"git::https://other.example.com/", false, false},
            {"git::https://other.example.com/x/modules", true, false},
            {"https://git.example.com/acme/modules/archive/refs/heads/main.zip", true, true},
            {"https://other.example.com/x/modules/main.zip", true, false},
            {"https://other.example.com/x.zip", false, false},
            {"acme/modules/aws", false, false},
            {"acme/", false, false},
            {"app.terraform.io/northstar/", false, false},
            {"app.terraform.io/northstar/vpc/", false, false},
            {"nobody knows", true, false},
        };
        for (Object[] row : rows) {
            List<String> modules = List.of((String) row[0]);
            assertEquals((String) row[0], row[1], TouchedStacks.mayUse(modules, MODULES));
            assertEquals((String) row[0], row[2], TouchedStacks.named(List.of(new Code(MODULES, "live/s", modules))));
        }
    }
}
