package io.jenkins.plugins.iac.source;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.process.ProcessResult;
import io.jenkins.plugins.iac.process.ProcessRunner;
import io.jenkins.plugins.iac.process.ProcessSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class GitCheckoutTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private final RecordingRunner runner = new RecordingRunner();
    private TestRepository repository;
    private GitCheckout checkouts;
    private Path target;

    @Before
    public void makeRepository() throws IOException {
        checkouts = new GitCheckout(TestRepository.program("git"), runner);
        repository = new TestRepository(temporary.newFolder("origin").toPath());
        repository.write("live/main.tf", "# one\n");
        target = temporary.getRoot().toPath().resolve("runs/1/checkout");
    }

    private Checkout checkout(String commit) {
        return checkouts.checkout(CheckoutRequest.of(repository.url(), commit, "main", target));
    }

    @Test
    public void checkout_commitThatIsNotTheTip_putsExactlyThatOnDisk() throws IOException {
        String old = repository.commit("one");
        repository.write("live/main.tf", "# two\n").commit("two");

        Checkout checkout = checkout(old);

        assertEquals(old, checkout.commit());
        assertEquals(1, checkout.files());
        assertEquals("# one\n", Files.readString(checkout.root().resolve("live/main.tf")));
        assertFalse(
                "git's own files are out of reach", Files.exists(checkout.root().resolve(".git")));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(checkout.base())));
        GitCheckout.remove(checkout);
        assertFalse(Files.exists(target));
    }

    @Test
    public void checkout_commitOfRequestThatNoBranchHolds_isFetchedByItsName() throws IOException {
        repository.commit("one");
        repository.write("live/main.tf", "# request\n");
        String request = repository.commit("request");
        repository.git("update-ref", "refs/pull/7/head", request);
        repository.git("reset", "-q", "--hard", "HEAD~1");

        assertEquals("# request\n", Files.readString(checkout(request).root().resolve("live/main.tf")));
    }

    @Test
    public void checkout_serverThatRefusesAFetchByCommit_fallsBackToTheBranchAndThenToAll() throws IOException {
        String old = repository.commit("one");
        repository.commit("two");
        for (String ref : new String[] {"main", "refs/heads/main", "gone", null}) {
            ProcessRunner stubborn = spec -> spec.command().contains("--depth=1")
                    ? new ProcessResult(128, ProcessResult.End.EXITED, Duration.ZERO)
                    : runner.run(spec);
            GitCheckout git = new GitCheckout(TestRepository.program("git"), stubborn);
            Checkout checkout = git.checkout(CheckoutRequest.of(repository.url(), old, ref, target));
            assertEquals("with ref " + ref, old, checkout.commit());
            GitCheckout.remove(checkout);
        }
    }

    @Test
    public void checkout_repositoryWithSha256Names_works() throws IOException {
        TestRepository modern = new TestRepository(temporary.newFolder("sha256").toPath(), "--object-format=sha256");
        String commit = modern.write("a.tf", "").commit("one");
        assertEquals(64, commit.length());
        assertEquals(
                commit,
                checkouts
                        .checkout(CheckoutRequest.of(modern.url(), commit, null, target))
                        .commit());
    }

    @Test
    public void checkout_unknownCommit_failsAndLeavesNothing() {
        repository.commit("one");
        IacException failure = assertThrows(IacException.class, () -> checkout("0123456789".repeat(4)));
        assertEquals(IacException.Kind.TOOL_FAILED, failure.kind());
        assertTrue(failure.getMessage(), failure.getMessage().contains("the commit in the repository"));
        assertFalse(Files.exists(target));
    }

    @Test
    public void checkout_objectThatIsNoCommit_isRefused() {
        String commit = repository.commit("one");
        repository.git("tag", "-a", "v1", "-m", "v1");
        for (String object :
                new String[] {repository.git("rev-parse", "v1"), repository.git("rev-parse", commit + "^{tree}")}) {
            IacException failure = assertThrows(IacException.class, () -> checkout(object));
            assertEquals(IacException.Kind.TOOL_FAILED, failure.kind());
            assertFalse(Files.exists(target));
        }
    }

    @Test
    public void checkout_existingTarget_isNotTouched() throws IOException {
        String commit = repository.commit("one");
        Files.createDirectories(target);
        Files.writeString(target.resolve("mine"), "");
        assertEquals(
                IacException.Kind.BAD_INPUT,
                assertThrows(IacException.class, () -> checkout(commit)).kind());
        assertTrue(Files.exists(target.resolve("mine")));
    }

    @Test
    public void checkout_attributesThatRewriteContent_leaveEveryByteAsCommitted() throws IOException {
        String content = "a = 1\n$Id$\n$Format:%H$\n";
        repository.write(
                ".gitattributes",
                "*.tf text eol=crlf ident export-subst\n*.txt working-tree-encoding=UTF-16\n*.bin filter=lfs diff=lfs merge=lfs -text\n");
        repository.commit("attributes");
        // the origin's own work tree converts nothing, so that it commits what the test writes
        Files.writeString(repository.path().resolve(".git/info/attributes"), GitEnvironment.ATTRIBUTES);
        repository.write("main.tf", content).write("big.bin", "version https://git-lfs.github.com/spec/v1\n");
        String commit = repository.commit("files");

        Checkout checkout = checkout(commit);

        assertArrayEquals(
                content.getBytes(StandardCharsets.UTF_8),
                Files.readAllBytes(checkout.root().resolve("main.tf")));
        assertEquals(
                "version https://git-lfs.github.com/spec/v1\n",
                Files.readString(checkout.root().resolve("big.bin")));
    }

    @Test
    public void checkout_hooksAndExecutingConfigurationOfTheOrigin_runNothing() throws IOException {
        Path proof = temporary.getRoot().toPath().resolve("proof");
        String touch = "#!/bin/sh\ntouch '" + proof + "'\n";
        for (String hook :
                new String[] {"post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman"}) {
            Path file = repository.path().resolve(".git/hooks/" + hook);
            Files.writeString(file, touch);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        repository.git("add", "-A");
        repository.gitWith(
                Map.of(
                        "GIT_CONFIG_COUNT",
                        "1",
                        "GIT_CONFIG_KEY_0",
                        "core.hooksPath",
                        "GIT_CONFIG_VALUE_0",
                        "/dev/null"),
                "commit",
                "-q",
                "-m",
                "one");
        String commit = repository.gitWith(Map.of(), "rev-parse", "HEAD");
        repository.git("config", "core.sshCommand", "touch " + proof);
        repository.git("config", "core.fsmonitor", "touch " + proof);
        Files.deleteIfExists(proof);

        checkout(commit);

        assertFalse(Files.exists(proof));
    }

    @Test
    public void checkout_replacedObjects_givesWhatTheNameMeans() throws IOException {
        String good = repository.commit("good");
        String evil = repository.write("live/main.tf", "# evil\n").commit("evil");
        repository.git("replace", good, evil);
        assertEquals("# one\n", Files.readString(checkout(good).root().resolve("live/main.tf")));
    }

    @Test
    public void checkout_submodule_staysEmpty() throws IOException {
        String one = repository.commit("one");
        repository.write(".gitmodules", "[submodule \"m\"]\n\tpath = m\n\turl = " + repository.url() + "\n");
        repository.git("add", ".gitmodules");
        repository.git("update-index", "--add", "--cacheinfo", "160000," + one + ",m");
        repository.git("commit", "-q", "-m", "submodule");
        Checkout checkout = checkout(repository.git("rev-parse", "HEAD"));
        assertEquals(2, checkout.files());
        assertTrue(checkout.root().resolve("m").toFile().list().length == 0);
    }

    @Test
    public void checkout_linkOutOfTheTree_isWrittenAsALinkAndNotThrough() throws IOException {
        Path outside = temporary.newFolder("outside").toPath();
        Files.createSymbolicLink(repository.path().resolve("out"), outside);
        Checkout checkout = checkout(repository.commit("link"));
        assertTrue(Files.isSymbolicLink(checkout.root().resolve("out")));
        assertEquals(0, outside.toFile().list().length);
    }

    @Test
    public void checkout_commitWithAPathIntoGit_isRefused() {
        repository.commit("one");
        String blob = repository.git("hash-object", "-w", "live/main.tf");
        String entry = "100644 blob " + blob + "\tconfig\n";
        String inner = mktree(entry);
        String tree = mktree("040000 tree " + inner + "\t.git\n");
        String commit = repository.git("commit-tree", "-m", "evil", tree);
        assertThrows(IacException.class, () -> checkout(commit));
        assertFalse(Files.exists(target));
    }

    private String mktree(String entries) {
        try {
            Path list = temporary.newFile().toPath();
            Files.writeString(list, entries);
            Process process = new ProcessBuilder(TestRepository.program("git").toString(), "mktree")
                    .directory(repository.path().toFile())
                    .redirectInput(list.toFile())
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void checkout_moreThanTheLimits_isRefusedBeforeAnythingIsWritten() throws IOException {
        String commit = repository.write("b.tf", "x".repeat(1000)).commit("one");
        Duration minute = Duration.ofMinutes(1);
        for (CheckoutLimits limits :
                new CheckoutLimits[] {new CheckoutLimits(1, 1 << 20, minute), new CheckoutLimits(10, 1000, minute)}) {
            IacException failure = assertThrows(
                    IacException.class,
                    () -> checkouts.checkout(CheckoutRequest.of(repository.url(), commit, null, target)
                            .with(limits)));
            assertEquals(IacException.Kind.REFUSED, failure.kind());
            assertTrue(runner.asked.stream().noneMatch(spec -> spec.command().contains("checkout")));
        }
    }

    @Test
    public void checkout_everyCall_hasAnEnvironmentOfOurOwn() {
        checkout(repository.commit("one"));
        Set<String> allowed = Set.of("PATH", "HOME", "XDG_CONFIG_HOME", "LC_ALL");
        for (ProcessSpec spec : runner.asked) {
            for (String name : spec.environment().keySet()) {
                assertTrue(name, allowed.contains(name) || name.startsWith("GIT_"));
            }
            assertEquals("/dev/null", spec.environment().get("GIT_CONFIG_GLOBAL"));
            assertEquals("file", spec.environment().get("GIT_ALLOW_PROTOCOL"));
            assertTrue(spec.environment().get("HOME").startsWith(target.toString()));
        }
    }

    @Test
    public void changedPaths_betweenTwoCommits_namesEveryPathOfBoth() throws IOException {
        repository.write("live/gone.tf", "").write("same.tf", "");
        String base = repository.commit("one");
        Files.delete(repository.path().resolve("live/gone.tf"));
        Files.move(repository.path().resolve("live/main.tf"), repository.path().resolve("live/é b.tf"));
        String head = repository.write("new/x", "").commit("two");

        Checkout checkout = checkout(head);

        assertEquals(
                Set.of("live/gone.tf", "live/main.tf", "live/é b.tf", "new/x"),
                checkouts.changedPaths(checkout, base, GitAccess.NONE));
        assertEquals(Set.of(), checkouts.changedPaths(checkout, head, GitAccess.NONE));
        assertThrows(
                IacException.class, () -> checkouts.changedPaths(checkout, "0123456789".repeat(4), GitAccess.NONE));
    }

    @Test
    public void resolve_branchTagAndFullName_givesTheCommit() throws IOException {
        String one = repository.commit("one");
        repository.git("tag", "-a", "v1", "-m", "v1");
        String two = repository.commit("two");
        // matches the pattern refs/heads/main as a tail
        repository.git("update-ref", "refs/heads/x/refs/heads/main", one);
        Path scratch = temporary.newFolder("scratch").toPath();
        RepositoryUrl url = RepositoryUrl.parse(repository.url());

        assertEquals(two, checkouts.resolve(url, "main", GitAccess.NONE, scratch));
        assertEquals(one, checkouts.resolve(url, "v1", GitAccess.NONE, scratch));
        assertEquals(one, checkouts.resolve(url, "refs/tags/v1", GitAccess.NONE, scratch));
        assertEquals(0, scratch.toFile().list().length);
    }

    @Test
    public void resolve_missingOrAmbiguousName_isRefused() throws IOException {
        repository.commit("one");
        repository.git("tag", "both");
        repository.commit("two");
        repository.git("branch", "both");
        Path scratch = temporary.newFolder("scratch").toPath();
        RepositoryUrl url = RepositoryUrl.parse(repository.url());
        for (String ref : new String[] {"both", "gone", "mai", "HEAD"}) {
            IacException failure =
                    assertThrows(ref, IacException.class, () -> checkouts.resolve(url, ref, GitAccess.NONE, scratch));
            assertEquals(ref, IacException.Kind.BAD_INPUT, failure.kind());
        }
        assertTrue(Files.isDirectory(scratch, LinkOption.NOFOLLOW_LINKS));
    }
}
