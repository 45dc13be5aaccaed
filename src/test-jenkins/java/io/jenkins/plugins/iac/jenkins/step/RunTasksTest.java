package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Label;
import hudson.model.Result;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.run.RunState;
import io.jenkins.plugins.iac.runtask.CheckServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** External checks of builds: by HTTPS from the controller, programs on the agent of the run, each at its stage. */
public class RunTasksTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    static {
        // For all tests of the class together.
        JENKINS.timeout = 1800;
    }

    private static final String PROGRAM =
            """
            #!/bin/sh
            of() { sed "s/.*\\"$1\\":\\"\\([a-z0-9_-]*\\)\\".*/\\1/" request.json; }
            stage=$(of stage)
            echo "$stage" >> DIRECTORY/asked
            env > DIRECTORY/env-$stage
            status=passed
            [ -e DIRECTORY/no-$stage ] && status=failed
            printf '{"run":"%s","nonce":"%s","status":"%s","message":"by the program"}' \\
                "$(of run)" "$(of nonce)" $status > answer.json
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private CheckServer server;
    private SampleStack sample;
    private Path directory;
    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile String no = "";

    @Before
    public void people() throws Exception {
        sample = new SampleStack(folder.newFolder(), "resource \"terraform_data\" \"web\" { input = 1 }\n");
        directory = folder.newFolder().toPath();
        server = new CheckServer(folder.newFolder().toPath());
        server.answers((exchange, question) -> {
            String stage = question.path("stage").asText();
            told.add(stage + " while "
                    + services().book().get(question.path("run").asText()).state());
            CheckServer.send(
                    exchange,
                    200,
                    "application/json",
                    CheckServer.proper(question, stage.equals(no) ? "failed" : "passed")
                            .toString());
        });
        SampleStack.people(JENKINS, List.of("alice", "bob"), List.of("bob"));
        if (Label.get("iac-stage").getNodes().isEmpty()) {
            JENKINS.createOnlineSlave(Label.get("iac-stage"));
        }
    }

    @After
    public void stop() {
        server.close();
    }

    private Path program() throws Exception {
        Path file = Files.writeString(directory.resolve("check"), PROGRAM.replace("DIRECTORY", directory.toString()));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private void catalog(String tasks, String constraints, String environment) throws Exception {
        sample.save("any", text -> text.replace("rules:\n", "runTasks:\n" + tasks + "rules:\n")
                .replace("  - name: stage\n", "  - name: stage\n" + environment)
                .replace("    environment: stage\n    owner", "    environment: stage\n" + constraints + "    owner"));
    }

    private String https(String name, String stages) {
        return "  - {name: " + name + ", stages: [" + stages + "], url: \"" + server.url()
                + "\", network: local, timeout: 2m, certificates: " + server.certificate() + "}\n";
    }

    private String command(String name, String stages) throws Exception {
        return "  - {name: " + name + ", stages: [" + stages + "], command: [" + program() + "], timeout: 2m}\n";
    }

    private static RunServices services() {
        return IacRuns.get().services();
    }

    private static WorkflowRun started(String step) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(step, true));
        return job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("alice")))
                .waitForStart();
    }

    private static String step(String name, String more) {
        return name + "(stack: '" + SampleStack.STACK + "'" + more + ")";
    }

    private static WorkflowRun approved(WorkflowRun build) throws Exception {
        JENKINS.waitForMessage("Review the plan", build);
        SampleStack.approve(build);
        return JENKINS.waitForCompletion(build);
    }

    private static List<String> said(Run run) {
        List<String> said = new ArrayList<>();
        for (JsonNode task : run.fact("tasks")) {
            said.add(task.path("task").asText() + " " + task.path("stage").asText() + " "
                    + task.path("status").asText());
        }
        return said;
    }

    @Test
    public void checks_ofEveryStage_areAskedWhereTheyRunAndPass() throws Exception {
        catalog(
                https("ticket", "before_plan, after_plan") + command("scan", "before_plan, after_plan, before_apply"),
                "    constraints: {runTasks: [ticket, scan]}\n",
                "");
        WorkflowRun build = approved(started(step("iacRun", "")));
        JENKINS.assertBuildStatusSuccess(build);
        Run run = SampleStack.run(build);
        assertEquals(RunState.VERIFIED, run.end());
        assertEquals(List.of("before_plan while preparing", "after_plan while planned"), told);
        assertEquals(
                List.of("before_plan", "after_plan", "before_apply"), Files.readAllLines(directory.resolve("asked")));
        assertEquals(
                List.of(
                        "ticket before_plan passed",
                        "scan before_plan passed",
                        "ticket after_plan passed",
                        "scan after_plan passed",
                        "scan before_apply passed"),
                said(run));
        JENKINS.assertLogContains("asking the external check scan", build);
        String environment = Files.readString(directory.resolve("env-before_apply"));
        assertFalse("nothing of the build or the agent: " + environment, environment.contains("JENKINS"));
        JsonNode row = run.fact("tasks").get(1);
        assertEquals("command on the agent", row.path("peer").asText());
        assertEquals("by the program", row.path("message").asText());
        assertTrue(row.path("answerSha256").asText().startsWith("sha256:"));
    }

    @Test
    public void mandatory_thatSaysNo_stopsTheRunAtItsStage() throws Exception {
        catalog(
                https("ticket", "before_plan, after_plan") + command("scan", "before_plan, after_plan, before_apply"),
                "    constraints: {runTasks: [ticket, scan]}\n",
                "");
        no = "before_plan";
        isRefused("task:ticket", RunState.FAILED, 0);
        no = "after_plan";
        isRefused("task:ticket", RunState.POLICY_FAILED, 1);
        no = "";
        Files.writeString(directory.resolve("no-before_plan"), "");
        isRefused("task:scan", RunState.FAILED, 0);
        Files.delete(directory.resolve("no-before_plan"));
        Files.writeString(directory.resolve("no-after_plan"), "");
        isRefused("task:scan", RunState.POLICY_FAILED, 1);
        Files.delete(directory.resolve("no-after_plan"));
        Files.writeString(directory.resolve("no-before_apply"), "");
        WorkflowRun build = approved(started(step("iacRun", "")));
        JENKINS.assertBuildStatus(Result.FAILURE, build);
        JENKINS.assertLogContains("task:scan", build);
        assertFalse("nothing was applied", sample.hasState());
        assertFalse(SampleStack.run(build).facts().has("lock"));
    }

    /** @param plans how many plans there are afterwards */
    private void isRefused(String rule, RunState end, int plans) throws Exception {
        WorkflowRun build = JENKINS.waitForCompletion(started(step("iacRun", "")));
        JENKINS.assertBuildStatus(Result.FAILURE, build);
        JENKINS.assertLogContains(rule, build);
        Run run = SampleStack.run(build);
        assertEquals(rule, end, run.end());
        assertEquals("plans", plans, run.facts().has("plan") ? 1 : 0);
        assertTrue(
                "what was said stands among the results: " + run.fact("policy"),
                run.fact("policy").toString().contains(rule));
    }

    @Test
    public void destroy_withoutAVerifiedBackup_waitsAndThenGoesThrough() throws Exception {
        catalog(
                https("backup-verified", "before_apply"),
                "    constraints: {allowDestroy: true}\n",
                "    destroy: {ticket: OPS-, runTasks: [backup-verified]}\n");
        JENKINS.assertBuildStatusSuccess(approved(started(step("iacRun", ""))));
        assertEquals("an apply is no destruction", List.of(), told);
        assertTrue(sample.hasState());
        no = "before_apply";
        WorkflowRun refused = approved(started(step("iacDestroy", ", ticket: 'OPS-8'")));
        JENKINS.assertBuildStatus(Result.FAILURE, refused);
        JENKINS.assertLogContains("task:backup-verified", refused);
        assertEquals(1, told.size());
        no = "";
        WorkflowRun destroyed = approved(started(step("iacDestroy", ", ticket: 'OPS-9'")));
        JENKINS.assertBuildStatusSuccess(destroyed);
        assertEquals(RunState.VERIFIED, SampleStack.run(destroyed).end());
        assertEquals(List.of("backup-verified before_apply passed"), said(SampleStack.run(destroyed)));
        assertEquals(
                "OPS-9",
                server.question(server.received().size() - 1).path("ticket").asText());
    }
}
