package io.jenkins.plugins.iac.source;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.process.ProcessRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Puts exactly one commit on disk and answers questions about it. Git gets arguments, never a line for a shell, in an
 * environment made here ({@link GitEnvironment}); hooks, filters, submodules, replaced objects and every transport but
 * the one of the repository are off. Works with git 2.39 or newer. Blocks; one instance may serve many threads.
 */
public final class GitCheckout {
    private static final String FETCHED = "refs/iac/";

    private final Path git;
    private final ProcessRunner runner;

    /**
     * A checkout by this git.
     *
     * @param git absolute path of the program
     */
    public GitCheckout(Path git, ProcessRunner runner) {
        if (!git.isAbsolute()) {
            throw new IllegalArgumentException("expected an absolute path of git, found " + git);
        }
        this.git = git;
        this.runner = runner;
    }

    /**
     * Fetches the commit into the request's fresh directory and checks it out. What failed halfway is removed again.
     *
     * @throws IacException of kind BAD_INPUT if the target exists, REFUSED if the commit is over the limits, TOOL_FAILED
     *     if the commit cannot be had or is not what git checked out
     */
    public Checkout checkout(CheckoutRequest request) {
        String doing = "checking out " + request.commit();
        try {
            Trees.createPrivate(request.target());
        } catch (FileAlreadyExistsException e) {
            throw IacException.badInput(
                    doing,
                    request.target().toString(),
                    "something there",
                    "a path that does not exist",
                    "name a fresh one");
        } catch (IOException e) {
            throw unusable(doing, request.target(), e);
        }
        boolean done = false;
        try {
            Checkout checkout = fill(request, doing);
            done = true;
            return checkout;
        } catch (IOException e) {
            throw unusable(doing, request.target(), e);
        } finally {
            if (!done) {
                removeQuietly(request.target());
            }
        }
    }

    /**
     * The commit that a branch, tag or full ref names at the server now. A name that is both a branch and a tag must
     * mean one commit.
     *
     * @param scratch an existing directory of the caller in which a private directory may live for the time of the call
     * @throws IacException of kind TOOL_FAILED if the server cannot be asked, BAD_INPUT if it has no such ref or two
     */
    public String resolve(RepositoryUrl repository, String ref, GitAccess access, Path scratch) {
        Refs.ref(ref);
        String doing = "asking for " + ref;
        Path home = scratch.resolve("iac-git-" + UUID.randomUUID());
        try {
            Trees.createPrivate(home);
            Git tool = git(home, home, repository.protocol(), access, CheckoutLimits.DEFAULT, repository.value());
            List<String> arguments = new ArrayList<>(List.of("ls-remote", "--quiet", "--", repository.value()));
            arguments.addAll(RemoteRefs.patterns(ref));
            return RemoteRefs.pick(tool.must(doing, arguments).text(), ref, repository.value());
        } catch (IOException e) {
            throw unusable(doing, home, e);
        } finally {
            removeQuietly(home);
        }
    }

    /**
     * Whether the checked-out commit carries an SSH signature by one of the allowed signers. See {@link CommitSignature}.
     *
     * @param allowedSigners a file in the format of {@code ssh-keygen(1)}, ALLOWED SIGNERS; null where none is named
     * @param now the time at which the signer's key must still be valid, beside the time of the commit
     */
    public CommitSignature signature(Checkout checkout, Path allowedSigners, Instant now) {
        Optional<Path> keygen = SignatureCheck.keygen(git);
        if (keygen.isEmpty()) {
            return CommitSignature.unknown("this machine has no ssh-keygen");
        }
        try {
            Git local = git(
                    checkout.home(), checkout.root(), null, GitAccess.NONE, CheckoutLimits.DEFAULT, checkout.commit());
            return new SignatureCheck(local, keygen.get(), runner).check(checkout, allowedSigners, now);
        } catch (IOException e) {
            return CommitSignature.unknown("the check could not read or write its files: " + e.getMessage());
        }
    }

    /**
     * The paths that differ between another commit of the same repository and the one that is checked out: changed,
     * added and removed ones, relative to the root, a renamed file under both names.
     *
     * @param base 40 or 64 lower-case hex digits; fetched if it is not there yet
     * @throws IacException of kind TOOL_FAILED if that commit cannot be had
     */
    public SortedSet<String> changedPaths(Checkout checkout, String base, GitAccess access) {
        Refs.commit(base);
        String doing = "comparing " + checkout.commit() + " with " + base;
        try {
            Git tool = git(
                    checkout.home(),
                    checkout.root(),
                    checkout.repository().protocol(),
                    access,
                    CheckoutLimits.DEFAULT,
                    checkout.repository().value());
            fetch(tool, checkout, base, null);
            byte[] names = tool.must(
                            doing,
                            in(
                                    checkout,
                                    "diff-tree",
                                    "-r",
                                    "-z",
                                    "--name-only",
                                    "--no-renames",
                                    "--no-ext-diff",
                                    "--no-textconv",
                                    base,
                                    checkout.commit(),
                                    "--"))
                    .out();
            SortedSet<String> paths = new TreeSet<>(List.of(new String(names, StandardCharsets.UTF_8).split("\0")));
            paths.remove("");
            return paths;
        } catch (IOException e) {
            throw unusable(doing, checkout.base(), e);
        }
    }

    /** Removes a checkout with everything that belongs to it; does nothing where it is gone already. */
    public static void remove(Checkout checkout) throws IOException {
        Trees.remove(checkout.base());
    }

    private Checkout fill(CheckoutRequest request, String doing) throws IOException {
        String commit = request.commit();
        Checkout planned = new Checkout(request.target(), request.repository(), commit, 0);
        String where = request.repository().value();
        Trees.createPrivate(planned.home());
        Trees.createPrivate(planned.root());
        Git tool = git(
                planned.home(),
                planned.root(),
                request.repository().protocol(),
                request.access(),
                request.limits(),
                where);
        tool.must(
                doing,
                List.of(
                        "init",
                        "--quiet",
                        "--bare",
                        "--template=",
                        "--object-format=" + (commit.length() == 40 ? "sha1" : "sha256"),
                        planned.gitDirectory().toString()));
        Path info = Files.createDirectories(planned.gitDirectory().resolve("info"));
        Files.writeString(info.resolve("attributes"), GitEnvironment.ATTRIBUTES);

        fetch(tool, planned, commit, request.ref());
        CommitFiles files = CommitFiles.read(
                tool.must(doing, in(planned, "ls-tree", "-r", "-l", "-z", "--full-tree", commit))
                        .out(),
                request.limits(),
                where);
        tool.must(doing, in(planned, "checkout", "--quiet", "--force", "--detach", "--no-guess", commit, "--"));
        String head = tool.must(doing, in(planned, "rev-parse", "--verify", "--end-of-options", "HEAD"))
                .text();
        if (!head.equals(commit)) {
            throw IacException.toolFailed(
                    doing, where, "HEAD at " + Text.printable(head), commit, "do not use this checkout");
        }
        return new Checkout(request.target(), request.repository(), head, files.files());
    }

    private static void fetch(Git tool, Checkout planned, String commit, String ref) {
        String doing = "fetching " + commit;
        String url = planned.repository().value();
        List<List<String>> ways = new ArrayList<>();
        ways.add(List.of("--depth=1", "--", url, "+" + commit + ":" + FETCHED + commit));
        if (ref != null) {
            for (String name : RemoteRefs.names(ref)) {
                ways.add(List.of("--", url, "+" + name + ":" + FETCHED + name));
            }
        }
        ways.add(List.of("--", url, "+refs/heads/*:" + FETCHED + "heads/*", "+refs/tags/*:" + FETCHED + "tags/*"));

        List<String> reasons = new ArrayList<>();
        for (List<String> way : ways) {
            List<String> arguments = in(
                    planned,
                    "fetch",
                    "--quiet",
                    "--no-tags",
                    "--no-recurse-submodules",
                    "--no-write-fetch-head",
                    "--no-auto-maintenance");
            arguments.addAll(way);
            Git.Answer answer = tool.run(doing, arguments);
            Git.Answer type = tool.run(doing, in(planned, "cat-file", "-t", commit));
            if (type.ok() && type.text().equals("commit")) {
                return;
            }
            reasons.add(
                    type.ok() ? "the object is a " + type.text() : answer.ok() ? "no such commit there" : answer.why());
        }
        throw IacException.toolFailed(
                doing,
                url,
                String.join("; ", reasons),
                "the commit in the repository",
                "check the address and the credential, and that the commit was pushed and not rewritten");
    }

    static List<String> in(Checkout checkout, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--git-dir=" + checkout.gitDirectory(), "--work-tree=" + checkout.root(), "-c", "core.bare=false"));
        all.addAll(List.of(arguments));
        return all;
    }

    private Git git(
            Path home,
            Path directory,
            RepositoryUrl.Protocol protocol,
            GitAccess access,
            CheckoutLimits limits,
            String where)
            throws IOException {
        return new Git(git, runner, directory, GitEnvironment.of(git, home, protocol, access), limits.timeout(), where);
    }

    private static IacException unusable(String doing, Path where, IOException e) {
        return new IacException(
                IacException.Kind.TOOL_FAILED,
                new Problem(doing, where.toString(), e.toString(), "a directory that can be written", "check the disk"),
                List.of(),
                e);
    }

    private static void removeQuietly(Path directory) {
        try {
            Trees.remove(directory);
        } catch (IOException ignored) {
            // the failure that led here is the one to report; the directory is private to its owner
        }
    }
}
