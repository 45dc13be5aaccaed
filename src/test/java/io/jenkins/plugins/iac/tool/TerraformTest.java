package io.jenkins.plugins.iac.tool;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.process.TextSink;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TerraformTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private RealTool tool;

    @Before
    public void start() throws Exception {
        tool = new RealTool(folder.getRoot().toPath());
    }

    @Test
    public void plan_apply_wholeLifeOfAStack() throws Exception {
        tool.write("main.tf", RealTool.CODE);
        Terraform terraform = tool.ready(ToolLimits.DEFAULT);
        assertEquals(List.of(), terraform.unformatted());
        assertTrue(terraform.validate().valid());

        ToolOutcome plan = terraform.plan(PlanOptions.to(tool.plan("one"), Map.of("region", "eu ${x} \"q\"")));
        assertTrue(plan.changes());
        assertEquals(2, plan.summary().orElseThrow().add());
        assertTrue(tool.events.stream()
                .anyMatch(e -> e instanceof ProgressEvent.Resource r
                        && r.phase() == ProgressEvent.Phase.PLANNED
                        && r.address().equals("terraform_data.a")
                        && r.action().equals("create")));

        TextSink json = new TextSink(1 << 20);
        terraform.show(tool.plan("one"), json);
        JsonNode shown = Json.parse(json.text());
        assertEquals("eu ${x} \"q\"", shown.at("/variables/region/value").asText());

        ToolOutcome applied = terraform.apply(tool.plan("one"), "default");
        assertEquals(new ChangeSummary(2, 0, 0, 0, "apply"), applied.summary().orElseThrow());
        assertTrue(tool.events.stream()
                .anyMatch(e -> e instanceof ProgressEvent.Resource r
                        && r.phase() == ProgressEvent.Phase.COMPLETED
                        && r.elapsed().isPresent()));

        TextSink state = new TextSink(1 << 20);
        terraform.pullState(state);
        assertEquals(
                "eu ${x} \"q\"",
                Json.parse(state.text()).at("/outputs/region/value").asText());

        assertFalse(terraform
                .plan(PlanOptions.to(tool.plan("two"), Map.of("region", "eu ${x} \"q\"")))
                .changes());
    }

    @Test
    public void plan_destroyTargetAndRefreshOnly_planThat() throws Exception {
        tool.write("main.tf", RealTool.CODE);
        Terraform terraform = tool.ready(ToolLimits.DEFAULT);
        terraform.plan(PlanOptions.to(tool.plan("one"), Map.of("region", "eu")));
        terraform.apply(tool.plan("one"), "default");

        ToolOutcome drift = terraform.plan(PlanOptions.to(tool.plan("drift"), Map.of("region", "us"))
                .withMode(PlanOptions.Mode.REFRESH_ONLY)
                .withLock(false));
        assertFalse("a changed variable is no drift", drift.changes());

        ToolOutcome target = terraform.plan(
                PlanOptions.to(tool.plan("target"), Map.of("region", "us")).withTargets(List.of("terraform_data.a")));
        assertEquals(1, target.summary().orElseThrow().change());

        ToolOutcome destroy = terraform.plan(
                PlanOptions.to(tool.plan("destroy"), Map.of("region", "eu")).withMode(PlanOptions.Mode.DESTROY));
        assertEquals(2, destroy.summary().orElseThrow().remove());
        assertEquals(
                2,
                terraform
                        .apply(tool.plan("destroy"), "default")
                        .summary()
                        .orElseThrow()
                        .remove());
    }

    @Test
    public void plan_autoTfvarsOfTheCode_loseAgainstTheCatalog() throws Exception {
        tool.write("main.tf", RealTool.CODE).write("z.auto.tfvars", "region = \"evil\"\n");
        Terraform terraform = tool.ready(ToolLimits.DEFAULT);
        terraform.plan(PlanOptions.to(tool.plan("one"), Map.of("region", "eu")));
        TextSink json = new TextSink(1 << 20);
        terraform.show(tool.plan("one"), json);
        assertEquals("eu", Json.parse(json.text()).at("/variables/region/value").asText());
    }

    @Test
    public void plan_brokenCode_isOneErrorWithPlaceAndWithoutSecret() throws Exception {
        tool.write(
                "main.tf",
                "terraform {\n  backend \"local\" {}\n}\nlocals {\n  a = file(\"/hunter2\")\n}\noutput \"a\" {\n  value = local.a\n}\n");
        Terraform terraform = tool.ready(ToolLimits.DEFAULT);
        IacException e =
                assertThrows(IacException.class, () -> terraform.plan(PlanOptions.to(tool.plan("one"), Map.of())));
        assertEquals(IacException.Kind.TOOL_FAILED, e.kind());
        assertTrue(e.getMessage(), e.getMessage().startsWith("planning (test/stack): found "));
        assertTrue(e.getMessage(), e.getMessage().contains("main.tf:5"));
        assertFalse(tool.log(), tool.log().contains("hunter2"));
        assertTrue(tool.log(), tool.log().contains("***"));
    }

    @Test
    public void plan_longerThanTimeout_isToolFailed() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            tool.write(
                    "main.tf",
                    "terraform {\n  backend \"local\" {}\n}\ndata \"terraform_remote_state\" \"slow\" {\n"
                            + "  backend = \"http\"\n  config = {\n    address = \"http://127.0.0.1:"
                            + silent.getLocalPort()
                            + "/\"\n  }\n}\n");
            Terraform terraform = tool.ready(ToolLimits.DEFAULT
                    .withTimeout(Duration.ofMillis(2500))
                    .withGrace(Duration.ofMillis(300), Duration.ofMillis(300)));
            IacException e =
                    assertThrows(IacException.class, () -> terraform.plan(PlanOptions.to(tool.plan("one"), Map.of())));
            assertEquals(IacException.Kind.TOOL_FAILED, e.kind());
            assertTrue(e.getMessage(), e.getMessage().contains("stopped by the timeout"));
        }
    }

    @Test
    public void apply_provisionerFails_isToolFailedWithFirstError() throws Exception {
        tool.write("main.tf", provisioned("echo hunter2; exit 3"));
        Terraform terraform = tool.ready(ToolLimits.DEFAULT);
        terraform.plan(PlanOptions.to(tool.plan("one"), Map.of()));
        IacException e = assertThrows(IacException.class, () -> terraform.apply(tool.plan("one"), "default"));
        assertEquals(IacException.Kind.TOOL_FAILED, e.kind());
        assertTrue(e.getMessage(), e.getMessage().contains("local-exec provisioner error"));
        assertTrue(e.getMessage(), e.getMessage().contains("exit code 1"));
        assertFalse(tool.log(), tool.log().contains("hunter2"));
        assertTrue(tool.events.stream()
                .anyMatch(x -> x instanceof ProgressEvent.Resource r && r.phase() == ProgressEvent.Phase.FAILED));
    }

    @Test
    public void apply_longerThanTimeout_isUnknownAndStateIsWritten() throws Exception {
        tool.write("main.tf", provisioned("sleep 600"));
        Terraform planner = tool.ready(ToolLimits.DEFAULT);
        long began = System.nanoTime();
        planner.plan(PlanOptions.to(tool.plan("one"), Map.of()));
        // Until the apply has begun the tool needs about as long as for the plan, on whatever machine.
        Duration planned = Duration.ofNanos(System.nanoTime() - began);
        Terraform terraform = tool.ready(ToolLimits.DEFAULT
                .withTimeout(planned.multipliedBy(3).plusSeconds(1))
                .withGrace(Duration.ofMinutes(5), Duration.ofMinutes(5)));
        IacException e = assertThrows(IacException.class, () -> terraform.apply(tool.plan("one"), "default"));
        assertEquals(IacException.Kind.OUTCOME_UNKNOWN, e.kind());
        assertTrue(e.getMessage(), e.getMessage().contains("do not run it again"));
        TextSink state = new TextSink(1 << 20);
        planner.pullState(state);
        assertEquals(
                "tainted",
                Json.parse(state.text()).at("/resources/0/instances/0/status").asText());
    }

    @Test
    public void apply_killedFromOutside_isUnknown() throws Exception {
        Path pid = tool.root.resolve("pid");
        tool.write("main.tf", provisioned("echo $PPID > " + pid + "; sleep 600"));
        Terraform terraform = tool.ready(ToolLimits.DEFAULT);
        terraform.plan(PlanOptions.to(tool.plan("one"), Map.of()));
        Thread killer = new Thread(() -> {
            try {
                for (int i = 0; i < 10_000 && (!Files.exists(pid) || Files.size(pid) == 0); i++) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                        .ifPresent(ProcessHandle::destroyForcibly);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        killer.start();
        IacException e = assertThrows(IacException.class, () -> terraform.apply(tool.plan("one"), "default"));
        killer.join();
        assertEquals(IacException.Kind.OUTCOME_UNKNOWN, e.kind());
        assertTrue(e.getMessage(), e.getMessage().contains("signal 9"));
    }

    @Test
    public void apply_canceledBeforeItBegan_isNotUnknown() throws Exception {
        Terraform terraform = tool.terraform();
        Thread.currentThread().interrupt();
        IacException e = assertThrows(IacException.class, () -> terraform.apply(tool.plan("one"), "default"));
        assertTrue(Thread.interrupted());
        assertEquals(IacException.Kind.TOOL_FAILED, e.kind());
    }

    @Test
    public void apply_otherWorkspaceSelected_isRefused() throws Exception {
        tool.write("main.tf", RealTool.CODE);
        Terraform terraform = tool.ready(ToolLimits.DEFAULT);
        terraform.plan(PlanOptions.to(tool.plan("one"), Map.of("region", "eu")));
        terraform.selectWorkspace("blue");
        IacException e = assertThrows(IacException.class, () -> terraform.apply(tool.plan("one"), "default"));
        assertEquals(IacException.Kind.REFUSED, e.kind());
        assertTrue(e.getMessage(), e.getMessage().contains("found the workspace blue, expected default"));
        terraform.selectWorkspace("default");
        assertTrue(terraform.apply(tool.plan("one"), "default").summary().isPresent());
    }

    @Test
    public void apply_planGoneStale_isToolFailed() throws Exception {
        tool.write("main.tf", RealTool.CODE);
        Terraform terraform = tool.ready(ToolLimits.DEFAULT);
        terraform.plan(PlanOptions.to(tool.plan("one"), Map.of("region", "eu")));
        terraform.plan(PlanOptions.to(tool.plan("two"), Map.of("region", "us")));
        terraform.apply(tool.plan("one"), "default");
        IacException e = assertThrows(IacException.class, () -> terraform.apply(tool.plan("two"), "default"));
        assertEquals(IacException.Kind.TOOL_FAILED, e.kind());
        assertTrue(e.getMessage(), e.getMessage().contains("Saved plan is stale"));
    }

    private static ToolLimits withoutWaiting(ToolLimits limits) {
        return new ToolLimits(
                limits.quick(),
                limits.init(),
                limits.plan(),
                limits.apply(),
                limits.grace(),
                limits.applyGrace(),
                Duration.ZERO,
                limits.outputBytes(),
                limits.documentBytes());
    }

    @Test
    public void plan_stateLockedByAnother_saysSoAndWhatToDo() throws Exception {
        Path ready = tool.root.resolve("ready");
        Path go = tool.root.resolve("go");
        tool.write(
                "main.tf",
                provisioned(
                        "touch " + ready + "; for i in $(seq 6000); do [ -e " + go + " ] && exit 0; sleep 0.1; done"));
        Terraform first = tool.ready(ToolLimits.DEFAULT);
        first.plan(PlanOptions.to(tool.plan("one"), Map.of()));
        Terraform second = tool.ready(withoutWaiting(ToolLimits.DEFAULT));
        Thread holder = new Thread(() -> first.apply(tool.plan("one"), "default"));
        holder.start();
        IacException e;
        try {
            for (int i = 0; i < 10_000 && !Files.exists(ready); i++) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertTrue("the first one holds the lock", Files.exists(ready));
            e = assertThrows(IacException.class, () -> second.plan(PlanOptions.to(tool.plan("two"), Map.of())));
        } finally {
            Files.createFile(go);
            holder.join();
        }
        assertEquals(IacException.Kind.TOOL_FAILED, e.kind());
        assertTrue(e.getMessage(), e.getMessage().contains("Error acquiring the state lock"));
        String id = first.backendLock().orElseThrow();
        assertTrue(
                e.getMessage(),
                e.getMessage().contains("holds the backend's lock " + id + "; if nobody does any more"));
    }

    @Test
    public void backendLock_workspaceOfItsOwn_isSeenThere() throws Exception {
        tool.write("main.tf", provisioned("sleep 1"));
        Terraform terraform = tool.ready(ToolLimits.DEFAULT);
        terraform.selectWorkspace("blue");
        terraform.plan(PlanOptions.to(tool.plan("one"), Map.of()));
        terraform.apply(tool.plan("one"), "blue");
        assertTrue(terraform.backendLock().orElse("none").matches("[0-9a-f-]{36}"));
    }

    @Test
    public void backendLock_leftByOneThatWasKilled_isNotTakenForOurs() throws Exception {
        String left = "0b7c7b52-0000-4000-8000-00000000dead";
        tool.write("main.tf", provisioned("sleep 1"));
        Terraform terraform = tool.ready(ToolLimits.DEFAULT);
        terraform.plan(PlanOptions.to(tool.plan("one"), Map.of()));
        Path facts = tool.code.resolve(".terraform.tfstate.lock.info");
        Files.writeString(facts, "{\"ID\":\"" + left + "\"}");
        terraform.apply(tool.plan("one"), "default");
        String id = terraform.backendLock().orElseThrow();
        assertNotEquals(left, id);
    }

    @Test
    public void plan_endlessOutput_isStopped() throws Exception {
        tool.write(
                "main.tf",
                "terraform {\n  backend \"local\" {}\n}\nresource \"terraform_data\" \"a\" {\n  count = 400\n}\n");
        Terraform terraform = tool.ready(ToolLimits.DEFAULT.withOutput(20_000, 20_000));
        IacException e =
                assertThrows(IacException.class, () -> terraform.plan(PlanOptions.to(tool.plan("one"), Map.of())));
        assertTrue(e.getMessage(), e.getMessage().contains("too much output"));
    }

    private static String provisioned(String command) {
        return "terraform {\n  backend \"local\" {}\n}\nresource \"terraform_data\" \"a\" {\n"
                + "  provisioner \"local-exec\" {\n    command = \"" + command + "\"\n  }\n}\n";
    }
}
