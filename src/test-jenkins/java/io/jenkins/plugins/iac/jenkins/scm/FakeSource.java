package io.jenkins.plugins.iac.jenkins.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.TaskListener;
import io.jenkins.plugins.iac.model.SourceKind;
import java.io.IOException;
import java.util.List;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.plugins.git.GitSCMBuilder;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadEvent;
import jenkins.scm.api.SCMHeadObserver;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceCriteria;
import jenkins.scm.api.SCMSourceDescriptor;

/**
 * A branch source over a local git repository with a branch {@code main} and requests whose code is a branch of that
 * repository: {@code own} of the repository itself, {@code fork} of somebody else's.
 */
public class FakeSource extends SCMSource {
    private final String remote;
    private final List<String> commits;
    private String address = ADDRESS;

    /** Where the platform says that the repository is. */
    public static final String ADDRESS = "https://git.example:8443/acme/infra.git";

    /** @param commits of main, own and fork */
    public FakeSource(String remote, List<String> commits) {
        this.remote = remote;
        this.commits = List.copyOf(commits);
        setId("fake");
    }

    public String getCredentialsId() {
        return "source";
    }

    /** From now on the platform says that the repository is where it really is, so that our own checkout finds it. */
    public FakeSource atItsRemote() {
        address = remote;
        return this;
    }

    public String getRemote() {
        return remote;
    }

    @Override
    protected void retrieve(
            SCMSourceCriteria criteria,
            @NonNull SCMHeadObserver observer,
            SCMHeadEvent<?> event,
            @NonNull TaskListener listener)
            throws IOException, InterruptedException {
        List<SCMHead> heads = List.of(
                new GitBranchSCMHead("main"),
                new Request("own", SCMHeadOrigin.DEFAULT),
                new Request("fork", new SCMHeadOrigin.Fork("mallory")));
        for (int i = 0; i < heads.size() && observer.isObserving(); i++) {
            observer.observe(heads.get(i), new AbstractGitSCMSource.SCMRevisionImpl(heads.get(i), commits.get(i)) {});
        }
    }

    @Override
    public hudson.scm.SCM build(@NonNull SCMHead head, SCMRevision revision) {
        return new GitSCMBuilder<>(new GitBranchSCMHead(head.getName()), null, remote, null)
                .withRefSpec("+refs/heads/*:refs/remotes/origin/*")
                .build();
    }

    /** A request to change main. */
    public static class Request extends RequestHead {
        private static final long serialVersionUID = 1L;

        public Request(String name, SCMHeadOrigin origin) {
            super(name, name.equals("own") ? "1" : "2", name, origin);
        }
    }

    @Extension
    public static class DescriptorImpl extends SCMSourceDescriptor {
        @Override
        public String getDisplayName() {
            return "Fake";
        }
    }

    /** What makes such a source known. It calls every request its own, as a careless platform would. */
    @Extension
    public static class Platform extends ScmPlatform {
        @Override
        public boolean knows(SCMSource source) {
            return source instanceof FakeSource;
        }

        @Override
        public SourceKind kindOf(SCMSource source, SCMHead head) {
            return head instanceof Request ? SourceKind.PULL_REQUEST : SourceKind.BRANCH;
        }

        @Override
        public String commitOf(SCMRevision revision) {
            return ((AbstractGitSCMSource.SCMRevisionImpl) revision).getHash();
        }

        @Override
        public String repositoryOf(SCMSource source) {
            return ((FakeSource) source).address;
        }

        @Override
        public String credentialsOf(SCMSource source) {
            return ((FakeSource) source).getCredentialsId();
        }
    }
}
