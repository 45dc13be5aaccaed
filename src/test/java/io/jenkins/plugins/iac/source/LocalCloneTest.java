package io.jenkins.plugins.iac.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Clones that somebody else made: what they hold is read, what their configuration names is not started. */
public class LocalCloneTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static LocalClone clone(Path directory) {
        return LocalClone.of(directory, TestRepository.program("git"), new LocalProcessRunner(), "here");
    }

    private TestRepository repository() throws Exception {
        return new TestRepository(folder.newFolder().toPath());
    }

    private static String found(Runnable asking) {
        return assertThrows(IacException.class, asking::run).problem().found();
    }

    @Test
    public void changed_partialCloneThatLacksObjects_fetchesNothingAndStartsNoProgram() throws Exception {
        Path started = folder.getRoot().toPath().resolve("started");
        Path program = Files.writeString(folder.newFile("program").toPath(), "#!/bin/sh\ntouch " + started + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        List<Map<String, String>> configurations = List.of(
                Map.of("remote.origin.url", "ssh://git@example.invalid/x", "core.sshCommand", program.toString()),
                Map.of("remote.origin.url", "file:///nowhere", "remote.origin.uploadpack", program.toString()));
        for (Map<String, String> configuration : configurations) {
            TestRepository repository = repository();
            String before = repository.write("a/b", "1").commit("one");
            String after = repository.write("a/b", "2").commit("two");
            String tree = repository.git("rev-parse", before + ":a");
            repository.git("config", "core.repositoryFormatVersion", "1");
            repository.git("config", "extensions.partialClone", "origin");
            repository.git("config", "remote.origin.promisor", "true");
            configuration.forEach((key, value) -> repository.git("config", key, value));
            Files.delete(repository.path().resolve(".git/objects/" + tree.substring(0, 2) + "/" + tree.substring(2)));
            String found = found(() -> clone(repository.path()).changed(before, after));
            assertFalse(configuration.toString(), Files.exists(started));
            assertTrue(found, found.contains(tree));
        }
    }

    @Test
    public void changed_replacedCommit_isTheOneThatItsNameSays() throws Exception {
        TestRepository repository = repository();
        String before = repository.write("a", "1").commit("one");
        String after = repository.write("prod/main.tf", "2").commit("two");
        repository.git("checkout", "-q", "-b", "other", before);
        repository.git("replace", after, repository.write("README", "3").commit("three"));
        assertEquals(List.of("prod/main.tf"), clone(repository.path()).changed(before, after));
    }

    @Test
    public void changed_namesWithBlanksAndNewlines_areWhole() throws Exception {
        TestRepository repository = repository();
        String before = repository.write("z", "1").commit("one");
        String after = repository
                .write(" begins", "1")
                .write("in\nside\n", "1")
                .write("z ends ", "1")
                .commit("two");
        assertEquals(
                List.of(" begins", "in\nside\n", "z ends "),
                clone(repository.path()).changed(before, after));
    }

    @Test
    public void of_directoryWithBlanksAtItsEnds_isFoundFromWithin() throws Exception {
        TestRepository repository =
                new TestRepository(folder.newFolder(" blanks ").toPath());
        repository.write("a/b", "1").commit("one");
        Path root = repository.path().toRealPath();
        assertEquals(root, clone(root.resolve("a")).root());
    }

    @Test
    public void errors_sayWhatGitSays() throws Exception {
        TestRepository bare = new TestRepository(folder.newFolder().toPath(), "--bare");
        TestRepository repository = repository();
        String head = repository.write("a", "1").commit("one");
        LocalClone clone = clone(repository.path());
        String none = "0123456789".repeat(4);
        Object[][] table = {
            {"no directory", (Runnable) () -> clone(Path.of("/nonexistent"))},
            {"must be run in a work tree", (Runnable) () -> clone(bare.path())},
            {"no commit --all", (Runnable) () -> clone.commit("--all", "here")},
            {"no commit main~7: exit code 128", (Runnable) () -> clone.commit("main~7", "here")},
            {"bad object " + none, (Runnable) () -> clone.changed(head, none)},
        };
        for (Object[] row : table) {
            String found = found((Runnable) row[1]);
            assertTrue(found, found.contains((String) row[0]));
        }
    }
}
