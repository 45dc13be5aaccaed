package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.Queue;
import io.jenkins.plugins.iac.approval.Vote;
import io.jenkins.plugins.iac.jenkins.IacPermissions;
import io.jenkins.plugins.iac.jenkins.approval.Ballot;
import io.jenkins.plugins.iac.jenkins.approval.Voter;
import io.jenkins.plugins.iac.jenkins.config.IacGlobalConfiguration;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.run.Run;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Assume;
import org.jvnet.hudson.test.InboundAgentRule;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** One stack in a repository of its own, a pool of one agent label, and a catalog in which alice asks and bob approves. */
public final class SampleStack {
    public static final String STACK = "stage/web";
    static final String PLAN_ROLE = "arn:aws:iam::000000000001:role/plan";
    static final String APPLY_ROLE = "arn:aws:iam::000000000001:role/apply";
    private static final Path TERRAFORM = Path.of("/usr/local/bin/terraform");
    private final Path directory;

    /** Makes the repository; skips the test where there is no tool. */
    public SampleStack(File directory, String configuration) throws IOException, InterruptedException {
        Assume.assumeTrue("no terraform at " + TERRAFORM, Files.isExecutable(TERRAFORM));
        Assume.assumeTrue("no git", Files.isExecutable(Path.of("/usr/bin/git")));
        this.directory = directory.toPath();
        Path code = Files.createDirectories(this.directory.resolve("infra/live/web"));
        Files.writeString(code.resolve("main.tf"), configuration);
        git("init", "-q", "-b", "main");
        git("add", ".");
        git("commit", "-q", "-m", "web");
    }

    /** Other code on the branch. */
    void commit(String configuration) throws IOException, InterruptedException {
        Files.writeString(directory.resolve("infra/live/web/main.tf"), configuration);
        git("commit", "-q", "-a", "-m", "change");
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("/usr/bin/git", "-c", "user.name=test", "-c", "user.email=test@example.com"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.directory(directory.resolve("infra").toFile());
        assertEquals(0, builder.start().waitFor());
    }

    /** Saves a catalog in which one approval of the owners is needed. */
    void save() throws IOException {
        save("any");
    }

    /** The same with what may run on agents of the pool beside our own steps. */
    void save(String bodySteps) throws IOException {
        save(bodySteps, 0, text -> text);
    }

    /** The same with changes to the catalog's text. */
    public void save(String bodySteps, UnaryOperator<String> changes) throws IOException {
        save(bodySteps, 0, changes);
    }

    /**
     * The same with a pool that takes so many runs at a time (0 for any number), and in it stacks {@code look/a},
     * {@code look/b} and {@code look/c}, from which nothing can ever be applied. {@code stage/below} depends on the stack.
     */
    void save(String bodySteps, int most) throws IOException {
        save(bodySteps, most, text -> text);
    }

    private void save(String bodySteps, int most, UnaryOperator<String> changes) throws IOException {
        String version = version();
        String text =
                """
                teams: [{name: web, users: [alice, bob, anonymous]}]
                rules:
                  - {name: look-only, when: "environment.name == 'look' && operation == 'apply'", require: "false", message: "nothing is applied here"}
                environments:
                  - {name: look}
                  - name: stage
                    approvals: [{name: owner, when: "true", teams: ["@stack.owner"], count: 1}]
                pools:
                  - name: pool-stage
                    label: iac-stage
                    trust: standard
                    bodySteps: %s
                    environments: [stage, look]
                    maxConcurrent: %d
                    operations: [fmt, validate, static_policy, plan, drift, import, apply, destroy, unlock]
                    tools: [{name: terraform, version: "%s", path: %s, sha256: "%s"}]
                stacks:
                  - id: %s
                    repository: "file://%s"
                    ref: main
                    directory: live/web
                    environment: stage
                    owner: web
                    pools: [pool-stage]
                    tool: {name: terraform, version: "%s"}
                    backend: {type: local, config: {path: %s}}
                """
                        .formatted(
                                bodySteps,
                                most,
                                version,
                                TERRAFORM,
                                Sha256.ofFile(TERRAFORM),
                                STACK,
                                directory.resolve("infra"),
                                version,
                                directory.resolve("web.tfstate"));
        StringBuilder all = new StringBuilder(text);
        for (String name : List.of("look/a", "look/b", "look/c", "stage/below")) {
            all.append(
                    """
                      - id: %s
                        repository: "file://%s"
                        ref: main
                        directory: live/web
                        environment: %s
                        owner: web
                        pools: [pool-stage]
                        dependsOn: [%s]
                        tool: {name: terraform, version: "%s"}
                        backend: {type: local, config: {path: "%s.tfstate"}}
                    """
                            .formatted(
                                    name,
                                    directory.resolve("infra"),
                                    name.substring(0, name.indexOf('/')),
                                    name.equals("stage/below") ? STACK : "",
                                    version,
                                    directory.resolve(name.replace('/', '-'))));
        }
        IacGlobalConfiguration.get()
                .replace(changes.apply(all.toString()), null)
                .orThrow();
    }

    /** The same with an identity for the plan and one for the apply, whose tokens live a minute. */
    void saveWithIdentities() throws IOException {
        save("any", text -> text.replace(
                        "pools:\n  - name: pool-stage\n",
                        """
                        identities:
                          - {name: stage-plan, environment: stage, operations: [plan, drift], cloud: aws, role: "%s", audience: sts.amazonaws.com, lifetime: 60s}
                          - {name: stage-apply, environment: stage, operations: [apply], cloud: aws, role: "%s", audience: sts.amazonaws.com, lifetime: 60s}
                        pools:
                          - name: pool-stage
                            identities: [stage-plan, stage-apply]
                        """
                                .formatted(PLAN_ROLE, APPLY_ROLE))
                .replace(
                        "    environment: stage\n    owner: web\n",
                        "    environment: stage\n    owner: web\n"
                                + "    identities: {plan: stage-plan, apply: stage-apply}\n"));
    }

    /**
     * The catalog with another tool. The provider of {@code terraform_data} asks no world what became of an object, so this
     * tool is a script that has the real one do everything, and says of the object what a provider says that asks.
     */
    UnaryOperator<String> toldOfDrift() throws IOException {
        Path tool = directory.resolve("asking");
        Files.writeString(
                tool,
                """
                #!/bin/sh
                case " $* " in
                *" show "*-json*) %s "$@" | /bin/sed 's|^{|{"resource_drift":[{"address":"terraform_data.web","mode":"managed","type":"terraform_data","name":"web","provider_name":"terraform.io/builtin/terraform","change":{"actions":["update"],"before":{"input":"small"},"after":{"input":"large"},"after_unknown":{},"before_sensitive":{},"after_sensitive":{}}}],|' ;;
                *) exec %s "$@" ;;
                esac
                """
                        .formatted(TERRAFORM, TERRAFORM));
        assertTrue(tool.toFile().setExecutable(true));
        String used = "path: " + tool + ", sha256: \"" + Sha256.ofFile(tool) + "\"";
        return text -> text.replaceFirst("path: " + TERRAFORM + ", sha256: \"[^\"]*\"", used);
    }

    private static String version() throws IOException {
        Process process = new ProcessBuilder(TERRAFORM.toString(), "version", "-json").start();
        return io.jenkins.plugins.iac.json.Json.mapper()
                .readTree(process.getInputStream())
                .path("terraform_version")
                .asText();
    }

    /** Who may log in, see the jobs, and approve; more is for the test to grant. */
    static MockAuthorizationStrategy people(JenkinsRule jenkins, List<String> readers, List<String> approvers) {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        MockAuthorizationStrategy rights = new MockAuthorizationStrategy();
        jenkins.jenkins.setAuthorizationStrategy(rights);
        return rights.grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to(readers.toArray(new String[0]))
                .grant(IacPermissions.APPROVE)
                .everywhere()
                .to(approvers.toArray(new String[0]));
    }

    /** A pipeline that plans, waits and applies, asked for by alice. */
    public static WorkflowRun started(JenkinsRule jenkins) throws Exception {
        return started(
                jenkins,
                """
                iacAgent(stack: '%s', operation: 'plan') { def plan = iacPlan(); echo "plan: ${plan.summary}" }
                iacApproval()
                iacAgent(stack: '%s', operation: 'apply') { def done = iacApply(); echo "verified: ${done.verified}" }
                """
                        .formatted(STACK, STACK));
    }

    /** A pipeline of one's own, asked for by alice. */
    static WorkflowRun started(JenkinsRule jenkins, String script) throws Exception {
        return started(jenkins, "web", script);
    }

    /** The same in a job of that name. */
    static WorkflowRun started(JenkinsRule jenkins, String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("alice")))
                .waitForStart();
    }

    /** Where the code of the stack is. */
    public Path repository() {
        return directory.resolve("infra");
    }

    public boolean hasState() {
        return Files.exists(directory.resolve("web.tfstate"));
    }

    /** The agent of the pool, which comes back by itself as people's do. */
    static void agent(InboundAgentRule agents, JenkinsRule jenkins) throws Exception {
        agents.createAgent(
                jenkins,
                InboundAgentRule.Options.newBuilder()
                        .name("pool")
                        .label("iac-stage")
                        .webSocket()
                        .build());
    }

    /** The first run of a build. */
    static Run run(WorkflowRun build) {
        return IacRuns.get().services().book().get(IacBuildAction.runs(build).get(0));
    }

    /** Why Jenkins keeps waiting what has this in its name, once it says this; what it says last after two minutes. */
    public static String why(String task, String part) throws InterruptedException {
        String last = "nothing of that name waits";
        for (int i = 0; i < 2400; i++) {
            for (Queue.Item item : Queue.getInstance().getItems()) {
                if (item.task.getFullDisplayName().contains(task)) {
                    last = String.valueOf(item.getWhy());
                    if (last.contains(part)) {
                        return last;
                    }
                }
            }
            Thread.sleep(50);
        }
        return last;
    }

    /** The vote of bob, who may approve, for the plan as it stands. */
    public static void approve(WorkflowRun build) {
        String run = IacBuildAction.runs(build).get(0);
        String digest = run(build).fact("plan").path("digest").asText();
        ObjectNode caller = Json.object().put("user", "bob");
        Ballot.cast(
                run, new Voter("bob", Set.of(), true), Vote.Decision.APPROVE, Sha256.parse(digest), "", "page", caller);
    }
}
