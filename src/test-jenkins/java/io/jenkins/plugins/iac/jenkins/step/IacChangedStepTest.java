package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;

import hudson.model.Label;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Which stacks the commits of a clone on an agent touch. */
public class IacChangedStepTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void changed_commitsOfTheClone_theirStacksInOrder_andWhatIsEditedHasNoEffect() throws Exception {
        SampleStack sample = new SampleStack(folder.getRoot(), "resource \"terraform_data\" \"web\" { input = 1 }\n");
        Path other = Files.createDirectories(sample.repository().resolve("live/other"));
        Files.writeString(other.resolve("main.tf"), "output \"other\" { value = 1 }\n");
        ProcessBuilder add = new ProcessBuilder("/usr/bin/git", "add", ".")
                .directory(sample.repository().toFile());
        assertEquals(0, add.inheritIO().start().waitFor());
        sample.commit("resource \"terraform_data\" \"web\" { input = 2 }\n");
        sample.commit("resource \"terraform_data\" \"web\" { input = 3 }\n");
        sample.save(
                "any",
                text -> text.replaceAll(
                        "(id: (?:look/.|stage/below)\n(?:.*\n){2}    directory: )live/web", "$1live/other"));
        JENKINS.createOnlineSlave(Label.get("plain"));
        WorkflowRun build = JENKINS.waitForCompletion(SampleStack.started(
                JENKINS,
                """
                def no(how) { try { how() } catch (e) { echo "no: ${e.message}" } }
                node('plain') {
                  sh 'git clone -q "file://REPOSITORY" infra && echo mess >> infra/live/other/main.tf'
                  dir('infra') {
                    echo "last ${iacChanged(base: 'HEAD~1')}"
                    echo "below ${iacChanged(base: 'HEAD~1', downstream: true)}"
                    echo "both ${iacChanged(base: 'HEAD~2')}"
                    echo "none ${iacChanged(base: 'HEAD')}"
                    echo "all ${iacChanged(base: null).size()}"
                    no { iacChanged(base: 'nowhere') }
                    no { iacChanged(base: '--output=x') }
                    sh '#!/bin/sh -e\\ngit remote set-url origin https://bob:secret@elsewhere.example/infra.git'
                    no { iacChanged(base: 'HEAD~1') }
                    echo "named ${iacChanged(base: 'HEAD~1', repository: 'file://REPOSITORY')}"
                  }
                  no { iacChanged(base: 'HEAD~1') }
                }
                """
                        .replace("REPOSITORY", sample.repository().toString())));
        JENKINS.assertBuildStatusSuccess(build);
        JENKINS.assertLogContains("last [stage/web]", build);
        JENKINS.assertLogContains("stage/web is touched", build);
        JENKINS.assertLogContains("below [stage/web, stage/below]", build);
        JENKINS.assertLogContains("stage/below is downstream of what is touched", build);
        JENKINS.assertLogContains("both [look/a, look/b, look/c, stage/web, stage/below]", build);
        JENKINS.assertLogContains("none []", build);
        JENKINS.assertLogContains("all 5", build);
        JENKINS.assertLogContains("no commit nowhere", build);
        JENKINS.assertLogContains("no commit --output=x", build);
        JENKINS.assertLogContains("found https://elsewhere.example/infra.git", build);
        JENKINS.assertLogNotContains("secret", build);
        JENKINS.assertLogContains("named [stage/web]", build);
        JENKINS.assertLogContains("no git repository", build);
    }
}
