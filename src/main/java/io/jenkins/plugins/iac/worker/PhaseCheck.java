package io.jenkins.plugins.iac.worker;

import io.jenkins.plugins.iac.contract.Contract;
import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.plan.PlanDigest;
import io.jenkins.plugins.iac.runtask.TaskQuestion;
import java.util.List;

/**
 * Whether the signed contract lets a phase happen at all. What a request says beside its contract is not signed: a contract
 * for {@code validate} plans nothing, and only the parts whose digest is in the contract are what an apply is held against.
 */
final class PhaseCheck {
    private PhaseCheck() {}

    /** @throws IacException of kind REFUSED, saying which rule, if it does not */
    static void require(Job job) {
        Contract contract = job.contract();
        switch (job.request().phase()) {
            case PREPARE -> {}
            case ASK -> {
                operation(job, !contract.operation().isStatic(), "an operation that plans");
                questions(job, contract);
            }
            case STATIC -> operation(job, contract.operation().isStatic(), "an operation of the static lane");
            case PLAN -> operation(job, !contract.operation().isStatic(), "an operation that plans");
            case APPLY -> {
                operation(job, contract.operation().isWrite(), "an operation that writes");
                digest(job, contract);
            }
        }
    }

    private static void operation(Job job, boolean holds, String expected) {
        if (!holds) {
            throw refused(
                    job,
                    "contract.operation",
                    expected,
                    job.contract().operation() + " for the phase "
                            + job.request().phase());
        }
    }

    /** Nothing is started that the controller has not signed for this very run. */
    private static void questions(Job job, Contract contract) {
        PublicKeys keys = PublicKeys.ofJwks(job.request().keys());
        for (TaskQuestion question : job.request().questions()) {
            boolean ours;
            try {
                ours = question.isOf(contract.run(), keys);
            } catch (IllegalArgumentException e) {
                ours = false;
            }
            if (!ours) {
                throw refused(job, "contract.questions", "questions that are signed for this run", "another one");
            }
        }
    }

    private static void digest(Job job, Contract contract) {
        if (contract.planDigest() == null || job.request().expected() == null) {
            throw refused(job, "contract.planDigest", "the digest and the parts of an approved plan", "none");
        }
        String expected = contract.planDigest().toString();
        String found = PlanDigest.of(job.request().expected()).digest().toString();
        if (!expected.equals(found)) {
            throw refused(job, "contract.planDigest", expected, found);
        }
    }

    private static IacException refused(Job job, String rule, String expected, String found) {
        String next = "start the run again; the request does not belong to its contract";
        return new IacException(
                IacException.Kind.REFUSED,
                new Problem("checking the contract of the run", job.where(), rule + ": " + found, expected, next),
                List.of(Condition.failed(rule, expected, found, next)),
                null);
    }
}
