package io.jenkins.plugins.iac.worker;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.tool.Learning;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads a plan as soon as it has ended, so that its secrets are hidden in what the tool said while it planned. A plan that
 * failed is read as well: Terraform saves it with its errors. Where there is none, only a tool that had not begun with
 * resources has nothing to tell but the configuration's own secrets, which are known.
 */
final class PlanLearning implements Learning {
    private final Job job;
    private final Workspace workspace;
    private final Path plan;
    private PlanDocument document;
    private Exception problem;

    PlanLearning(Job job, Workspace workspace, Path plan) {
        this.job = job;
        this.workspace = workspace;
        this.plan = plan;
    }

    @Override
    public boolean learn(boolean saved, boolean looked) {
        boolean known = saved ? read() : !looked;
        if (!known) {
            job.log("what the tool said is withheld, since the secrets of the plan are not known: "
                    + (saved
                            ? told(problem)
                            : "the tool had begun with resources and ended without leaving a saved plan"));
        }
        return known;
    }

    /** What could not be read, in our own words: what was found there may hold a secret itself. */
    private static String told(Exception problem) {
        if (problem instanceof IacException e) {
            return e.problem().doing() + " of " + e.problem().where() + " needs "
                    + e.problem().expected();
        }
        // The message of an input or output error is a path and a reason.
        return "reading the saved plan ended in " + problem.getClass().getSimpleName()
                + (problem instanceof IOException ? ": " + problem.getMessage() : "");
    }

    private boolean read() {
        job.log("reading the plan");
        try {
            PlanDocument read = PlanDocument.read(job, workspace, plan);
            workspace.masking().learn(read.masker());
            document = read;
            return true;
        } catch (IOException | RuntimeException e) {
            problem = e;
            return false;
        }
    }

    /** The plan as it was read; for one that did not fail. */
    PlanDocument document() throws IOException {
        if (problem instanceof IOException io) {
            throw io;
        }
        if (problem instanceof RuntimeException e) {
            throw e;
        }
        return document;
    }
}
