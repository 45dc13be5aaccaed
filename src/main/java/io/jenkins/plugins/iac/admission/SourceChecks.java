package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RepositoryUrl;
import io.jenkins.plugins.iac.model.SourceKind;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a source may ask for at all. */
enum SourceChecks implements Check {
    /** Forks and unknown sources: static operations. Requests: nothing that writes. */
    OPERATION {
        @Override
        public Judgement judge(Case c) {
            return Judgement.of(allows(c.source().kind(), c.operation()));
        }

        @Override
        public Condition explain(Case c) {
            return explainOperation(c.source().kind(), c.operation());
        }
    },

    /** A script changed by hand proves nothing about what was reviewed. */
    REPLAY {
        @Override
        public Judgement judge(Case c) {
            return Judgement.of(!c.request().replayed() || !c.operation().isWrite());
        }

        @Override
        public Condition explain(Case c) {
            return Condition.of(
                    "operation.replay",
                    judge(c).admits(),
                    c.operation().isWrite() ? "a build that runs the reviewed script" : "any build",
                    c.request().replayed() ? "a replayed build" : "not replayed",
                    "a replayed build may have another script than the one reviewed; start a new build");
        }
    },

    /** The code must come from the stack's own repository. Not asked of forks, which only get static operations. */
    REPOSITORY {
        @Override
        public Judgement judge(Case c) {
            String repository = c.repository();
            return repository == null
                    ? Judgement.UNKNOWN
                    : Judgement.of(RepositoryUrl.same(repository, c.stack().repository()));
        }

        @Override
        public Condition explain(Case c) {
            return Condition.of(
                    "source.repository",
                    judge(c).admits(),
                    c.stack().repository(),
                    c.repository(),
                    "the code of this stack comes from its own repository only; run it from there or correct the catalog");
        }
    };

    static boolean allows(SourceKind kind, Operation operation) {
        return operation.isStatic() || !kind.isUntrusted() && (!kind.isRequest() || !operation.isWrite());
    }

    static Condition explainOperation(SourceKind kind, Operation operation) {
        String allowed = Arrays.stream(Operation.values())
                .filter(o -> allows(kind, o))
                .map(Operation::id)
                .collect(Collectors.joining(", "));
        String why = kind.isUntrusted()
                ? "code of " + (kind == SourceKind.UNKNOWN ? "an unknown source" : "a fork")
                        + " gets no plan and no credential; have it merged first"
                : "nothing is changed from a request that is not merged; merge it first";
        return Condition.of(
                "operation.source",
                allows(kind, operation),
                "one of " + allowed + " from a " + kind.id(),
                operation.id() + " from a " + kind.id(),
                why);
    }
}
