package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpServer;
import hudson.model.Result;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.run.RunState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Test;

/** What is lost while something is applied: the agent, or the way to the state. */
public class LossTest extends AgentLosses {
    @Test
    public void agent_lostDuringTheApply_isUnknownAfterTheSetTimeAndTheLogSaidSo() throws Exception {
        SampleStack sample = new SampleStack(
                folder.getRoot(),
                """
                resource "terraform_data" "web" {
                  provisioner "local-exec" { command = "echo slow; sleep 60" }
                }
                """);
        sample.save();
        System.setProperty(AgentAway.PROPERTY, "10");
        WorkflowRun build = approved();
        jenkins.waitForMessage("(local-exec): slow", build);
        agents.stop(jenkins, "pool");
        jenkins.waitForMessage("the run ends as apply_unknown and its stack is frozen", build);
        for (int i = 0; i < 3000 && SampleStack.run(build).end() == null; i++) {
            Thread.sleep(200);
        }
        assertEquals(RunState.APPLY_UNKNOWN, SampleStack.run(build).end());
        assertFrozen();
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
    }

    @Test
    public void backend_takesNoState_stateIsFetchedFromTheAgent() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/state", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(exchange.getRequestMethod().equals("GET") ? 404 : 500, -1);
            exchange.close();
        });
        server.start();
        try {
            SampleStack sample = new SampleStack(
                    folder.getRoot(), "resource \"terraform_data\" \"web\" {\n  input = \"known nowhere else\"\n}\n");
            String backend = "backend: {type: http, config: {retry_max: 0, address: \"http://127.0.0.1:"
                    + server.getAddress().getPort() + "/state\"}}";
            sample.save("any", text -> text.replaceFirst("backend: .*", backend));
            WorkflowRun build = approved();
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
            assertEquals(RunState.APPLY_UNKNOWN, SampleStack.run(build).end());
            assertFrozen();
            Path kept = IacRuns.home().resolve("runs/" + SampleStack.run(build).id() + "/errored.tfstate");
            assertTrue(Files.readString(kept).contains("known nowhere else"));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)));
            jenkins.assertLogContains("it is kept on the controller as " + kept, build);
            assertTrue(
                    SampleStack.run(build).next(), SampleStack.run(build).next().contains("errored.tfstate"));
        } finally {
            server.stop(0);
        }
    }
}
