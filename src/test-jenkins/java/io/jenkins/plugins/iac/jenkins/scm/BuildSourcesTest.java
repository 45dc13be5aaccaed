package io.jenkins.plugins.iac.jenkins.scm;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.User;
import hudson.security.ACL;
import hudson.triggers.TimerTrigger;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import java.util.List;
import jenkins.branch.OrganizationFolder;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayAction;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

public class BuildSourcesTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static ForkProject project;

    @BeforeClass
    public static void scan() throws Exception {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        project = ForkProject.create(JENKINS, FOLDER, "echo 'built'");
    }

    @Test
    public void of_branch() {
        BuildFacts facts = BuildSources.of(project.first("main"));
        RunSource source = facts.source();
        assertEquals(SourceKind.BRANCH, source.kind());
        assertEquals("main", source.ref());
        assertEquals(project.commit("main"), source.commit());
        assertEquals(FakeSource.ADDRESS, source.repository());
        assertEquals(Trigger.PUSH, source.trigger());
        assertEquals(Tri.UNKNOWN, source.commitSigned());
        assertNull(source.request());
        assertNull(source.actor());
        assertFalse(facts.replayed());
        assertFalse(facts.restarted());
    }

    /** A request may have the name of a protected branch, so it has no ref. */
    @Test
    public void of_requestOfTheRepository() {
        RunSource source = BuildSources.of(project.first("own")).source();
        assertEquals(SourceKind.PULL_REQUEST, source.kind());
        assertEquals("1", source.request());
        assertNull(source.ref());
        assertEquals(project.commit("own"), source.commit());
        assertEquals(Trigger.REQUEST, source.trigger());
    }

    /** Although its platform calls it the repository's own. */
    @Test
    public void of_requestOfAFork() {
        BuildFacts facts = BuildSources.of(project.first("fork"));
        assertEquals(SourceKind.FORK_PULL_REQUEST, facts.source().kind());
        assertEquals("2", facts.source().request());
        assertTrue(facts.why(), facts.why().contains("from another repository"));
        assertTrue(BuildSources.isUntrusted(project.job("fork")));
        assertFalse(BuildSources.isUntrusted(project.job("own")));
    }

    @Test
    public void of_replayed() throws Exception {
        try (var alice = ACL.as2(User.getById("alice", true).impersonate2())) {
            WorkflowRun run = (WorkflowRun) project.first("main")
                    .getAction(ReplayAction.class)
                    .run("echo 'changed'", java.util.Map.of())
                    .get();
            BuildFacts facts = BuildSources.of(run);
            assertTrue(facts.replayed());
            assertEquals(SourceKind.BRANCH, facts.source().kind());
            assertEquals("alice", facts.source().actor());
            assertEquals(Trigger.PERSON, facts.source().trigger());
        }
    }

    private static WorkflowRun plain(Cause... causes) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("echo 'built'", true));
        return JENKINS.assertBuildStatusSuccess(job.scheduleBuild2(0, new CauseAction(causes)));
    }

    @Test
    public void of_jobWithoutAHead() throws Exception {
        Cause person = new Cause.UserIdCause("alice");
        Cause timer = new TimerTrigger.TimerTriggerCause();
        Cause remote = new Cause.RemoteCause("host", "note");
        Cause applied = new StackApplied("prod/db", "prod/network", "r1", "network #1");
        Object[][] cases = {
            {new Cause[] {applied}, SourceKind.SCHEDULE, Trigger.UPSTREAM, null},
            {new Cause[] {applied, timer}, SourceKind.SCHEDULE, Trigger.TIMER, null},
            {new Cause[] {applied, person}, SourceKind.MANUAL, Trigger.PERSON, "alice"},
            {new Cause[] {applied, remote}, SourceKind.UNKNOWN, Trigger.UNKNOWN, null},
            {new Cause[] {person}, SourceKind.MANUAL, Trigger.PERSON, "alice"},
            {new Cause[] {timer}, SourceKind.SCHEDULE, Trigger.TIMER, null},
            {new Cause[] {timer, person}, SourceKind.MANUAL, Trigger.PERSON, "alice"},
            {new Cause[] {remote}, SourceKind.UNKNOWN, Trigger.UNKNOWN, null},
        };
        for (Object[] c : cases) {
            RunSource source = BuildSources.of(plain((Cause[]) c[0])).source();
            assertEquals(c[1], source.kind());
            assertEquals(c[2], source.trigger());
            assertEquals(c[3], source.actor());
            assertNull(source.commit());
        }
    }

    /** A trusted job that a fork's build sets off is as little trusted as the fork. */
    @Test
    public void of_jobSetOffByOthers_isAsGoodAsTheWorst() throws Exception {
        WorkflowRun byPerson = plain(new Cause.UserIdCause("alice"));
        assertEquals(
                SourceKind.MANUAL,
                BuildSources.of(plain(new Cause.UpstreamCause(byPerson)))
                        .source()
                        .kind());
        WorkflowRun byFork = plain(new Cause.UpstreamCause(project.first("fork")));
        assertEquals(SourceKind.UNKNOWN, BuildSources.of(byFork).source().kind());
        assertEquals(
                SourceKind.UNKNOWN,
                BuildSources.of(plain(new Cause.UpstreamCause(byFork))).source().kind());
        assertEquals(
                "what this controller queued and a fork's build joined",
                SourceKind.UNKNOWN,
                BuildSources.of(plain(
                                new StackApplied("prod/db", "prod/network", "r1", "network #1"),
                                new Cause.UpstreamCause(byFork)))
                        .source()
                        .kind());
        assertEquals(
                SourceKind.UNKNOWN,
                BuildSources.of(plain(new Cause.UpstreamCause(byPerson), new Cause.UpstreamCause(byFork)))
                        .source()
                        .kind());
        assertEquals(
                "a person who asked for the same waiting build makes it no better",
                SourceKind.UNKNOWN,
                BuildSources.of(plain(new Cause.UserIdCause("alice"), new Cause.UpstreamCause(byFork)))
                        .source()
                        .kind());
        assertEquals(
                SourceKind.MANUAL,
                BuildSources.of(plain(new Cause.UserIdCause("alice"), new Cause.UpstreamCause(byPerson)))
                        .source()
                        .kind());
    }

    /** A folder of an organisation has sources, but the projects in it are no branches: their branches are. */
    @Test
    public void kindOf_projectInAFolderOfAnOrganisation_isNoBranch() throws Exception {
        OrganizationFolder folder = JENKINS.createProject(OrganizationFolder.class, "acme");
        WorkflowMultiBranchProject inside = new WorkflowMultiBranchProject(folder, "infra");
        assertEquals(SourceKind.MANUAL, BuildSources.kindOf(inside));
        assertFalse(BuildSources.isUntrusted(inside));
        assertTrue(BuildSources.isUntrusted(project.job("fork")));
    }

    /** Jenkins folds requests that wait for the same build; none of these people may approve it. */
    @Test
    public void of_foldedRequests_namesEverybody() throws Exception {
        WorkflowRun run = plain(new Cause.UserIdCause("alice"), new Cause.UserIdCause("bob"));
        assertEquals(List.of("alice", "bob"), BuildSources.of(run).requesters());
    }
}
