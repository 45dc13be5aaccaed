package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.PoolTool;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.worker.JobRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A tool that the machine lacks and one that the catalog forbids are two things, with two exit codes. */
public class ContractsTest {
    private static final Sha256 SUM = Sha256.of("tool");

    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private Stack stack;

    @Before
    public void catalog() throws Exception {
        Path file = temporary.newFile("iac.yaml").toPath();
        Files.writeString(
                file,
                """
                environments: [{name: dev}]
                stacks:
                  - {id: dev/web, repository: "git@github.com:northstar/infra-live.git", directory: web, environment: dev, tool: {name: terraform, version: "1.11.4"}, backend: {type: local, config: {}}}
                """);
        stack = CatalogLoader.load(file).orThrow().stack("dev/web").orElseThrow();
    }

    private static Location with(PoolTool fallback) {
        return new Location(
                "/usr/bin/git", null, "/code", null, JobRequest.GitFiles.NONE, () -> fallback, "/state", "/tmp");
    }

    @Test
    public void tool_noneOnTheMachine_isAFailureOfTheMachine() {
        IacException e = assertThrows(IacException.class, () -> Contracts.tool(stack, null, with(null)));
        assertEquals(IacException.Kind.TOOL_FAILED, e.kind());
        assertEquals(4, e.kind().exitCode());
    }

    @Test
    public void tool_otherVersionOnTheMachine_isRefusedWithBothVersions() {
        PoolTool other = new PoolTool("terraform", "1.9.0", "/usr/bin/terraform", SUM);
        IacException e = assertThrows(IacException.class, () -> Contracts.tool(stack, null, with(other)));
        assertEquals(IacException.Kind.REFUSED, e.kind());
        assertEquals("only terraform 1.9.0", e.problem().found());
    }

    @Test
    public void tool_theRightOne_isTaken() {
        PoolTool right = new PoolTool("terraform", "1.11.4", "/usr/bin/terraform", SUM);
        assertEquals(right, Contracts.tool(stack, null, with(right)));
    }
}
