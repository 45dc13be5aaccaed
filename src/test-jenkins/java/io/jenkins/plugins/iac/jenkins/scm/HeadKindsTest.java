package io.jenkins.plugins.iac.jenkins.scm;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.cloudbees.jenkins.plugins.bitbucket.BitbucketSCMSource;
import com.cloudbees.jenkins.plugins.bitbucket.BitbucketTagSCMHead;
import io.jenkins.plugins.gitlabbranchsource.GitLabSCMSource;
import io.jenkins.plugins.gitlabbranchsource.GitLabTagSCMHead;
import io.jenkins.plugins.gitlabbranchsource.MergeRequestSCMHead;
import io.jenkins.plugins.gitlabbranchsource.MergeRequestSCMRevision;
import io.jenkins.plugins.iac.model.SourceKind;
import java.util.List;
import java.util.Optional;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.plugins.git.GitRefSCMHead;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.GitTagSCMHead;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import jenkins.plugins.git.traits.RefSpecsSCMSourceTrait;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;
import org.jenkinsci.plugins.github_branch_source.BranchSCMHead;
import org.jenkinsci.plugins.github_branch_source.GitHubSCMSource;
import org.jenkinsci.plugins.github_branch_source.PullRequestSCMHead;
import org.jenkinsci.plugins.github_branch_source.PullRequestSCMRevision;
import org.junit.Test;

/** The branch sources that people use, with their real classes. */
public class HeadKindsTest {
    private static final SCMSource GITHUB = new GitHubSCMSource("acme", "infra", null, false);
    private static final String COMMIT = "0123456789012345678901234567890123456789";

    private static SCMHead request(String owner, String repository, SCMHeadOrigin origin) {
        return new PullRequestSCMHead(
                "PR-1",
                owner,
                repository,
                "main",
                1,
                new BranchSCMHead("main"),
                origin,
                ChangeRequestCheckoutStrategy.HEAD);
    }

    private static SourceKind kindOf(SCMSource source, SCMHead head) {
        Optional<ScmPlatform> platform =
                KnownPlatform.ALL.stream().filter(p -> p.knows(source)).findFirst();
        return HeadKinds.kindOf(head, platform.map(p -> p.kindOf(source, head)).orElse(SourceKind.UNKNOWN));
    }

    @Test
    public void kindOf_gitHub() {
        SCMHeadOrigin own = SCMHeadOrigin.DEFAULT;
        Object[][] cases = {
            {"a branch", new BranchSCMHead("main"), SourceKind.BRANCH},
            {"a request of the repository", request("acme", "infra", own), SourceKind.PULL_REQUEST},
            {"the same in other letters", request("Acme", "INFRA", own), SourceKind.PULL_REQUEST},
            {"a fork of the same owner", request("acme", "infra-copy", own), SourceKind.FORK_PULL_REQUEST},
            {"a fork", request("mallory", "infra", new SCMHeadOrigin.Fork("mallory")), SourceKind.FORK_PULL_REQUEST},
            {"a fork that says it is none", request("mallory", "infra", own), SourceKind.FORK_PULL_REQUEST},
            {"a deleted fork", request(null, null, new SCMHeadOrigin.Fork(null)), SourceKind.FORK_PULL_REQUEST},
            {"a deleted fork of the owner", request("acme", null, own), SourceKind.FORK_PULL_REQUEST},
            {"an origin that is not known", request("acme", "infra", null), SourceKind.PULL_REQUEST},
            {"another plugin's branch", new GitBranchSCMHead("main"), SourceKind.UNKNOWN},
            {"a plain head", new SCMHead("main"), SourceKind.UNKNOWN},
        };
        for (Object[] c : cases) {
            assertEquals((String) c[0], c[2], kindOf(GITHUB, (SCMHead) c[1]));
        }
    }

    /** Stand-ins with the names and getters of the Bitbucket Branch Source plugin. */
    @Test
    public void kindOf_bitbucket() {
        SCMSource source = new BitbucketSCMSource("acme", "infra");
        SCMHeadOrigin own = SCMHeadOrigin.DEFAULT;
        SCMHeadOrigin fork = new SCMHeadOrigin.Fork("mallory");
        Object[][] cases = {
            {"a branch", new com.cloudbees.jenkins.plugins.bitbucket.BranchSCMHead("main"), SourceKind.BRANCH},
            {"a tag", new BitbucketTagSCMHead("v1"), SourceKind.TAG},
            {"a request of the repository", bitbucket("acme", "infra", own), SourceKind.PULL_REQUEST},
            {"a fork", bitbucket("mallory", "infra", fork), SourceKind.FORK_PULL_REQUEST},
            {"a fork that says it is none", bitbucket("mallory", "infra", own), SourceKind.FORK_PULL_REQUEST},
            {"a fork of the same owner", bitbucket("acme", "infra-copy", own), SourceKind.FORK_PULL_REQUEST},
            {"its own that says it is a fork", bitbucket("acme", "infra", fork), SourceKind.FORK_PULL_REQUEST},
            {"a deleted fork", bitbucket(null, null, own), SourceKind.FORK_PULL_REQUEST},
            {"another plugin's branch", new BranchSCMHead("main"), SourceKind.UNKNOWN},
            {"a plain head", new SCMHead("main"), SourceKind.UNKNOWN},
        };
        for (Object[] c : cases) {
            assertEquals((String) c[0], c[2], kindOf(source, (SCMHead) c[1]));
        }
        var request = bitbucket("acme", "infra", own);
        SCMRevision target = new AbstractGitSCMSource.SCMRevisionImpl(request.getTarget(), "f".repeat(40));
        SCMRevision pull = new AbstractGitSCMSource.SCMRevisionImpl(request, COMMIT);
        assertEquals(
                COMMIT,
                platform(source)
                        .commitOf(new com.cloudbees.jenkins.plugins.bitbucket.PullRequestSCMRevision(
                                request, target, pull)));
    }

    private static com.cloudbees.jenkins.plugins.bitbucket.PullRequestSCMHead bitbucket(
            String owner, String repository, SCMHeadOrigin origin) {
        return new com.cloudbees.jenkins.plugins.bitbucket.PullRequestSCMHead(owner, repository, origin);
    }

    /** Stand-ins with the names and getters of the GitLab Branch Source plugin. */
    @Test
    public void kindOf_gitLab() {
        SCMSource source = new GitLabSCMSource("acme/platform/infra");
        SCMHeadOrigin own = SCMHeadOrigin.DEFAULT;
        SCMHeadOrigin fork = new SCMHeadOrigin.Fork("mallory/infra");
        Object[][] cases = {
            {"a branch", new io.jenkins.plugins.gitlabbranchsource.BranchSCMHead("main"), SourceKind.BRANCH},
            {"a tag", new GitLabTagSCMHead("v1"), SourceKind.TAG},
            {"a request of the project", new MergeRequestSCMHead("acme/platform/infra", own), SourceKind.PULL_REQUEST},
            {"a fork", new MergeRequestSCMHead("mallory/infra", fork), SourceKind.FORK_PULL_REQUEST},
            {"a fork that says it is none", new MergeRequestSCMHead("mallory/infra", own), SourceKind.FORK_PULL_REQUEST
            },
            {
                // The plugin names the project itself where it cannot ask for the fork.
                "a fork with the project's path",
                new MergeRequestSCMHead("acme/platform/infra", fork),
                SourceKind.FORK_PULL_REQUEST
            },
            {"a fork without a path", new MergeRequestSCMHead(null, own), SourceKind.FORK_PULL_REQUEST},
            {"another plugin's request", request("acme", "infra", own), SourceKind.UNKNOWN},
        };
        for (Object[] c : cases) {
            assertEquals((String) c[0], c[2], kindOf(source, (SCMHead) c[1]));
        }
        MergeRequestSCMHead request = new MergeRequestSCMHead("mallory/infra", fork);
        SCMRevision target = new AbstractGitSCMSource.SCMRevisionImpl(request.getTarget(), "f".repeat(40));
        assertEquals(COMMIT, platform(source).commitOf(new MergeRequestSCMRevision(request, target, COMMIT)));
    }

    private static ScmPlatform platform(SCMSource source) {
        return KnownPlatform.ALL.stream()
                .filter(p -> p.knows(source))
                .findFirst()
                .orElseThrow();
    }

    @Test
    public void kindOf_git() {
        GitSCMSource git = new GitSCMSource("https://git.example/infra.git");
        git.setTraits(List.of(new BranchDiscoveryTrait()));
        assertEquals(SourceKind.BRANCH, kindOf(git, new GitBranchSCMHead("main")));
        assertEquals(SourceKind.TAG, kindOf(git, new GitTagSCMHead("v1", 0)));
        // refs/pull/7/head and the like, discovered as "other refs", are no branches.
        assertEquals(SourceKind.UNKNOWN, kindOf(git, new GitRefSCMHead("pr-7", "refs/pull/7/head")));
        assertEquals(SourceKind.UNKNOWN, kindOf(git, request("acme", "infra", SCMHeadOrigin.DEFAULT)));
    }

    /** With refspecs of one's own a pull request of a fork can be fetched as a branch. */
    @Test
    public void kindOf_gitWithRefspecs_isUnknown() {
        GitSCMSource git = new GitSCMSource("https://git.example/infra.git");
        git.setTraits(List.of(
                new BranchDiscoveryTrait(),
                new RefSpecsSCMSourceTrait(
                        "+refs/heads/*:refs/remotes/@{remote}/*", "+refs/pull/*/head:refs/remotes/@{remote}/pr/*")));
        assertEquals(SourceKind.UNKNOWN, kindOf(git, new GitBranchSCMHead("pr/7")));
        assertEquals(SourceKind.UNKNOWN, kindOf(git, new GitBranchSCMHead("main")));
    }

    @Test
    public void kindOf_unknownSource_isUnknown_andAForkStaysAFork() {
        SCMSource stranger = new FakeSource("file:///x", List.of());
        assertEquals(SourceKind.UNKNOWN, kindOf(stranger, new GitBranchSCMHead("main")));
        assertEquals(
                SourceKind.FORK_PULL_REQUEST,
                kindOf(stranger, new FakeSource.Request("x", new SCMHeadOrigin.Fork("mallory"))));
    }

    /** A subclass may do anything; only the very classes that were looked at count. */
    @Test
    public void kindOf_subclass_isUnknown() {
        SCMSource derived = new GitHubSCMSource("acme", "infra", null, false) {};
        assertEquals(SourceKind.UNKNOWN, kindOf(derived, new BranchSCMHead("main")));
        assertEquals(SourceKind.UNKNOWN, kindOf(GITHUB, new BranchSCMHead("main") {}));
    }

    /** What a platform says against the common API is not believed. */
    @Test
    public void kindOf_contradiction_isUnknown() {
        SCMHead own = request("acme", "infra", SCMHeadOrigin.DEFAULT);
        assertEquals(SourceKind.UNKNOWN, HeadKinds.kindOf(own, SourceKind.BRANCH));
        assertEquals(SourceKind.UNKNOWN, HeadKinds.kindOf(own, SourceKind.MANUAL));
        assertEquals(SourceKind.UNKNOWN, HeadKinds.kindOf(new BranchSCMHead("main"), SourceKind.PULL_REQUEST));
        assertEquals(
                SourceKind.FORK_PULL_REQUEST,
                HeadKinds.kindOf(request("mallory", "infra", new SCMHeadOrigin.Fork("mallory")), SourceKind.BRANCH));
    }

    @Test
    public void commitOf_request_isItsOwnHead() {
        PullRequestSCMHead head = (PullRequestSCMHead) request("acme", "infra", SCMHeadOrigin.DEFAULT);
        PullRequestSCMRevision revision = new PullRequestSCMRevision(head, "f".repeat(40), COMMIT);
        ScmPlatform github = platform(GITHUB);
        assertEquals(COMMIT, github.commitOf(revision));
        assertEquals("https://github.com/acme/infra.git", github.repositoryOf(GITHUB));
    }

    @Test
    public void knows_onlyTheVeryClass() {
        assertTrue(KnownPlatform.ALL.stream().anyMatch(p -> p.knows(GITHUB)));
        assertFalse(KnownPlatform.ALL.stream().anyMatch(p -> p.knows(new FakeSource("file:///x", List.of()))));
    }
}
