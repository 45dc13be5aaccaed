package io.jenkins.plugins.iac.source;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What to check out, and where to.
 *
 * @param repository where from
 * @param commit 40 or 64 lower-case hex digits
 * @param ref branch, tag or full ref that contains the commit, for servers that refuse a fetch by commit; may be null
 * @param target absolute path that does not exist yet; it is made with mode 0700
 * @param access how git may reach the repository
 * @param limits bounds
 */
public record CheckoutRequest(
        RepositoryUrl repository, String commit, String ref, Path target, GitAccess access, CheckoutLimits limits) {

    public CheckoutRequest {
        Objects.requireNonNull(repository, "repository");
        Refs.commit(commit);
        if (ref != null) {
            Refs.ref(ref);
        }
        if (!target.isAbsolute()) {
            throw new IllegalArgumentException("expected an absolute target, found " + target);
        }
        access = access == null ? GitAccess.NONE : access;
        limits = limits == null ? CheckoutLimits.DEFAULT : limits;
    }

    /** A request without credentials and with the default limits. */
    public static CheckoutRequest of(String repository, String commit, String ref, Path target) {
        return new CheckoutRequest(RepositoryUrl.parse(repository), commit, ref, target, null, null);
    }

    public CheckoutRequest with(GitAccess newAccess) {
        return new CheckoutRequest(repository, commit, ref, target, newAccess, limits);
    }

    public CheckoutRequest with(CheckoutLimits newLimits) {
        return new CheckoutRequest(repository, commit, ref, target, access, newLimits);
    }
}
