package io.jenkins.plugins.iac.jenkins.scm;

import io.jenkins.plugins.iac.model.SourceKind;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.trait.SCMSourceTrait;

/**
 * The branch sources that people use, by the names of their classes and public getters, so that none of these plugins has
 * to be there. A class that is not named exactly (a subclass included) is not known; a getter that is missing says no.
 */
final class KnownPlatform extends ScmPlatform {
    private static final String BITBUCKET = "com.cloudbees.jenkins.plugins.bitbucket.";
    private static final String GITHUB = "org.jenkinsci.plugins.github_branch_source.";
    private static final String GITLAB = "io.jenkins.plugins.gitlabbranchsource.";
    private static final String GIT = "jenkins.plugins.git.";

    /** Fetches whatever a refspec says and calls it a branch, pull requests of forks included. */
    private static final String REF_SPECS = GIT + "traits.RefSpecsSCMSourceTrait";

    /** All of them. */
    static final List<ScmPlatform> ALL = List.of(
            new KnownPlatform(
                    GIT + "GitSCMSource", GIT + "GitBranchSCMHead", GIT + "GitTagSCMHead", null, Map.of(), "getHash"),
            // GitHub's source calls a fork of the same owner its own: owner and name have to be compared.
            new KnownPlatform(
                    GITHUB + "GitHubSCMSource",
                    GITHUB + "BranchSCMHead",
                    GITHUB + "GitHubTagSCMHead",
                    GITHUB + "PullRequestSCMHead",
                    Map.of("getSourceOwner", "getRepoOwner", "getSourceRepo", "getRepository"),
                    "getPullHash"),
            new KnownPlatform(
                    BITBUCKET + "BitbucketSCMSource",
                    BITBUCKET + "BranchSCMHead",
                    BITBUCKET + "BitbucketTagSCMHead",
                    BITBUCKET + "PullRequestSCMHead",
                    Map.of("getRepoOwner", "getRepoOwner", "getRepository", "getRepository"),
                    "getPull"),
            new KnownPlatform(
                    GITLAB + "GitLabSCMSource",
                    GITLAB + "BranchSCMHead",
                    GITLAB + "GitLabTagSCMHead",
                    GITLAB + "MergeRequestSCMHead",
                    Map.of("getOriginProjectPath", "getProjectPath"),
                    "getHeadHash"));

    private final String sourceClass;
    private final String branchClass;
    private final String tagClass;
    private final String requestClass;
    private final Map<String, String> sameRepository;
    private final String requestHash;

    /**
     * @param requestClass class of requests, or null where the platform has none
     * @param sameRepository getters of a request that say where it comes from, with the getters of the source that have
     *     to say the same
     * @param requestHash getter of a request's revision for its commit, or for a revision that has it
     */
    private KnownPlatform(
            String sourceClass,
            String branchClass,
            String tagClass,
            String requestClass,
            Map<String, String> sameRepository,
            String requestHash) {
        this.sourceClass = sourceClass;
        this.branchClass = branchClass;
        this.tagClass = tagClass;
        this.requestClass = requestClass;
        this.sameRepository = sameRepository;
        this.requestHash = requestHash;
    }

    @Override
    public boolean knows(SCMSource source) {
        List<SCMSourceTrait> traits = source.getTraits();
        return is(source, sourceClass) && traits != null && traits.stream().noneMatch(t -> is(t, REF_SPECS));
    }

    @Override
    public SourceKind kindOf(SCMSource source, SCMHead head) {
        if (is(head, branchClass)) {
            return SourceKind.BRANCH;
        }
        if (is(head, tagClass)) {
            return SourceKind.TAG;
        }
        if (requestClass == null || !is(head, requestClass)) {
            return SourceKind.UNKNOWN;
        }
        boolean same = sameRepository.entrySet().stream()
                .allMatch(e -> equal(get(head, e.getKey()), get(source, e.getValue())));
        return same ? SourceKind.PULL_REQUEST : SourceKind.FORK_PULL_REQUEST;
    }

    private static boolean equal(Object request, Object source) {
        return request instanceof String a && source instanceof String b && !a.isEmpty() && a.equalsIgnoreCase(b);
    }

    @Override
    public String commitOf(SCMRevision revision) {
        Object hash = get(revision, "getHash");
        if (hash == null) {
            hash = get(revision, requestHash);
        }
        if (hash instanceof SCMRevision inner) {
            hash = get(inner, "getHash");
        }
        return hash instanceof String text ? text : null;
    }

    @Override
    public String repositoryOf(SCMSource source) {
        return get(source, "getRemote") instanceof String text ? text : null;
    }

    @Override
    public String credentialsOf(SCMSource source) {
        return get(source, "getCredentialsId") instanceof String text ? text : null;
    }

    private static boolean is(Object object, String className) {
        return object != null && object.getClass().getName().equals(className);
    }

    private static Object get(Object object, String getter) {
        try {
            return object.getClass().getMethod(getter).invoke(object);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return null;
        }
    }
}
