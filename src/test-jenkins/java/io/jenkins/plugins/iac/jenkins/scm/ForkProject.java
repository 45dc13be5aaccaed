package io.jenkins.plugins.iac.jenkins.scm;

import hudson.plugins.git.GitSCM;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import jenkins.branch.BranchSource;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** A multibranch project over {@link FakeSource}: main, a request of the repository itself and one of a fork. */
public final class ForkProject {
    private final JenkinsRule jenkins;
    private final WorkflowMultiBranchProject project;
    private final List<String> commits;

    private ForkProject(JenkinsRule jenkins, WorkflowMultiBranchProject project, List<String> commits) {
        this.jenkins = jenkins;
        this.project = project;
        this.commits = commits;
    }

    /** Makes the repository with this Jenkinsfile on each branch, and scans it; every branch is built once. */
    public static ForkProject create(JenkinsRule jenkins, TemporaryFolder folder, String jenkinsfile) throws Exception {
        return create(jenkins, folder.newFolder().toPath(), jenkinsfile, source -> source);
    }

    /** The same in this directory, with files that are there already, of a source that is set up so. */
    public static ForkProject create(
            JenkinsRule jenkins, Path repository, String jenkinsfile, UnaryOperator<FakeSource> setUp)
            throws Exception {
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        git(repository, "init", "-q", "-b", "main");
        List<String> commits = new ArrayList<>();
        for (String branch : List.of("main", "own", "fork")) {
            if (!branch.equals("main")) {
                git(repository, "checkout", "-q", "-b", branch, "main");
            }
            Files.writeString(repository.resolve("Jenkinsfile"), jenkinsfile);
            Files.writeString(repository.resolve("branch.txt"), branch);
            git(repository, "add", ".");
            git(repository, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", branch);
            commits.add(git(repository, "rev-parse", "HEAD").strip());
        }
        WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class);
        project.getSourcesList().add(new BranchSource(setUp.apply(new FakeSource("file://" + repository, commits))));
        project.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivityUpTo(400_000);
        return new ForkProject(jenkins, project, commits);
    }

    private static String git(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + output);
        }
        return output;
    }

    public WorkflowMultiBranchProject project() {
        return project;
    }

    public WorkflowJob job(String branch) {
        return project.getItem(branch);
    }

    /** The build that the scan set off. */
    public WorkflowRun first(String branch) {
        return job(branch).getBuildByNumber(1);
    }

    public String commit(String branch) {
        return commits.get(List.of("main", "own", "fork").indexOf(branch));
    }
}
