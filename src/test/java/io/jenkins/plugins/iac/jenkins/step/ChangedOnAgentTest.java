package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.run.ChangedCode;
import io.jenkins.plugins.iac.scan.TouchedStacks.Code;
import java.io.File;
import java.util.HashMap;
import java.util.List;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Whose stacks a clone is asked about: addresses of one repository are spelled in many ways. */
public class ChangedOnAgentTest {
    private static final String GIT = "/usr/bin/git";
    private static final Catalog CATALOG = CatalogLoader.load(
                    """
                    teams: [{name: platform, users: [pat]}]
                    environments: [{name: dev}]
                    scopes: [{path: "**", environment: dev, owner: platform, backend: {type: local}, tool: {name: terraform, version: 1.11.4}}]
                    stacks:
                      - {id: dev/a, directory: a, repository: "https://git.example.com/acme/infra"}
                      - {id: dev/b, directory: b, repository: "ssh://git@git.example.com/acme/infra.git"}
                      - {id: dev/c, directory: c, repository: "https://git.example.com/acme/other", modules: ["./", "git::https://git.example.com/acme/modules.git"]}
                    """,
                    "test")
            .orThrow();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private File clone(String origin) throws Exception {
        Assume.assumeTrue("skipped: no " + GIT, new File(GIT).canExecute());
        File directory = folder.newFolder();
        for (List<String> command :
                List.of(List.of(GIT, "init", "-q"), List.of(GIT, "config", "remote.origin.url", origin))) {
            assertEquals(
                    0,
                    new ProcessBuilder(command)
                            .directory(directory)
                            .inheritIO()
                            .start()
                            .waitFor());
        }
        return directory;
    }

    private static List<String> touched(File clone, String repository) throws Exception {
        String wanted = repository == null ? new ChangedOnAgent.Origin(GIT).invoke(clone, null) : repository;
        HashMap<String, Code> own = new HashMap<>();
        IacChangedStep.stacks(CATALOG, wanted).own().forEach((stack, code) -> own.put(stack.value(), code));
        ChangedOnAgent.Answer answer = new ChangedOnAgent(GIT, null, null, own).invoke(clone, null);
        assertTrue(answer.changed());
        return List.copyOf(answer.touched().keySet());
    }

    @Test
    public void invoke_addressesOfOneRepository_areTheSame() throws Exception {
        for (String url : List.of(
                "git@git.example.com:acme/infra.git",
                "https://bob:secret@git.example.com/acme/infra",
                "ssh://git@git.example.com/acme/infra/")) {
            assertEquals(url, List.of("dev/a", "dev/b"), touched(clone(url), null));
            assertEquals(url, List.of("dev/a", "dev/b"), touched(clone("file:///mirror"), url));
        }
    }

    @Test
    public void invoke_anotherRepository_isRefused() throws Exception {
        for (String url : List.of(
                "git@git.example.com:acme/infra2",
                "https://elsewhere.example.com/acme/infra",
                "https://git.example.com:8443/acme/infra")) {
            assertThrows(url, IacException.class, () -> touched(clone(url), null));
            assertThrows(url, IacException.class, () -> touched(clone("file:///mirror"), url));
        }
    }

    @Test
    public void stacks_ofOneRepository_areAllThatTheAgentIsToldAndUsersAreToldApart() {
        ChangedCode stacks = IacChangedStep.stacks(CATALOG, "git@git.example.com:acme/other");
        assertEquals("[dev/c]", stacks.own().keySet().toString());
        assertEquals("[]", stacks.users().keySet().toString());
        ChangedCode modules = IacChangedStep.stacks(CATALOG, "ssh://git@git.example.com:22/acme/modules.git");
        assertEquals("[]", modules.own().keySet().toString());
        assertEquals("[dev/c]", modules.users().keySet().toString());
    }

    @Test
    public void stacks_addressWithAPasswordOrNone_isToldWithoutIt() {
        assertEquals(
                "https://elsewhere.example/infra",
                assertThrows(
                                IacException.class,
                                () -> IacChangedStep.stacks(CATALOG, "https://bob:p@ss@elsewhere.example/infra"))
                        .problem()
                        .found());
        assertEquals(
                "a clone without an origin",
                assertThrows(IacException.class, () -> IacChangedStep.stacks(CATALOG, ""))
                        .problem()
                        .found());
    }
}
