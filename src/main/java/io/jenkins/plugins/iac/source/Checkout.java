package io.jenkins.plugins.iac.source;

import java.nio.file.Path;

/**
 * A commit on disk, made by {@link GitCheckout} and by nothing else.
 *
 * @param base the directory of mode 0700 that holds all of it; remove it to remove the checkout
 * @param repository where it came from
 * @param commit the commit that git says is at HEAD, equal to the one asked for
 * @param files number of files
 */
public record Checkout(Path base, RepositoryUrl repository, String commit, int files) {
    /** The files of the commit, and nothing else: git's own directory is beside it, out of reach of relative paths. */
    public Path root() {
        return base.resolve("tree");
    }

    Path gitDirectory() {
        return base.resolve("git");
    }

    Path home() {
        return base.resolve("home");
    }
}
