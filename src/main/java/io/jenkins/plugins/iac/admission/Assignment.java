package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Pool;

/**
 * The pool and identity of a stack for an operation, or why there is none.
 *
 * @param pool the pool, or null
 * @param identity the identity, or null where the operation needs none or the one named is unfit
 * @param identityOk whether the identity is fit or none is needed
 * @param poolOk whether the run may go on as far as the pool is concerned; the static lane may go on without one
 */
record Assignment(Pool pool, Identity identity, boolean identityOk, boolean poolOk) {

    /** Pool and identity are the catalog's own objects, so that comparing them one by one would be wasted. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Assignment a
                && a.pool == pool
                && a.identity == identity
                && a.identityOk == identityOk
                && a.poolOk == poolOk;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(pool) * 31
                + System.identityHashCode(identity)
                + (identityOk ? 1 : 0)
                + (poolOk ? 2 : 0);
    }

    /** The check of the identity; its reasons are worked out when asked. */
    record IdentityCheck(PoolChoice choice) implements Check {
        @Override
        public Judgement judge(Case c) {
            return Judgement.of(c.post().assignment().identityOk());
        }

        @Override
        public Condition explain(Case c) {
            return choice.explainIdentity(
                    c.stack(), c.environment(), c.operation(), c.request().breakGlass());
        }
    }

    /** The check of the pool; its reasons, every candidate with every condition, are worked out when asked. */
    record PoolCheck(PoolChoice choice) implements Check {
        @Override
        public Judgement judge(Case c) {
            return Judgement.of(c.post().assignment().poolOk());
        }

        @Override
        public Condition explain(Case c) {
            return choice.explainPool(c);
        }
    }
}
