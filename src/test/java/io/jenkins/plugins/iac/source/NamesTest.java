package io.jenkins.plugins.iac.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.IacException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.Test;

public class NamesTest {
    @Test
    public void repositoryUrl_acceptedForms_allowOneTransportEach() {
        Map<String, RepositoryUrl.Protocol> table = Map.of(
                "https://github.com/northstar/infra-live.git", RepositoryUrl.Protocol.HTTPS,
                "https://git@dev.azure.com:8443/org/my%20project/_git/repo", RepositoryUrl.Protocol.HTTPS,
                "https://[::1]:8443/r.git", RepositoryUrl.Protocol.HTTPS,
                "ssh://git@host.example:2222/~team/r.git", RepositoryUrl.Protocol.SSH,
                "git@github.com:northstar/infra-live.git", RepositoryUrl.Protocol.SSH,
                "/srv/git/with blank/r.git", RepositoryUrl.Protocol.FILE,
                "file:///srv/git/r.git", RepositoryUrl.Protocol.FILE);
        table.forEach((text, protocol) ->
                assertEquals(text, protocol, RepositoryUrl.parse(text).protocol()));
    }

    @Test
    public void repositoryUrl_everythingElse_isRefusedWithoutTellingThePassword() {
        for (String text : new String[] {
            null,
            "",
            "relative/path",
            "../up",
            "--upload-pack=touch /tmp/x",
            "-u./evil",
            "ext::sh -c touch% /tmp/x",
            "fd::17",
            "http://host/r.git",
            "git://host/r.git",
            "ftp://host/r.git",
            "https://user:s3cret@host/r.git",
            "https://host/r.git\nhttps://other/",
            "https://host/r.git;touch",
            "https://host/$(touch)",
            "https://-oProxyCommand=x/r.git",
            "ssh://-oProxyCommand=touch/r.git",
            "ssh://user@-oProxyCommand=touch/r.git",
            "ssh://-l@host/r.git",
            "git@-oProxyCommand=touch:r.git",
            "-oProxyCommand=touch@host:r.git",
            "git@host:-r",
            "git@host:a b",
            "git@host:`touch`",
            "file://host/r.git",
            "/srv/\u0000/r.git",
            "/srv/\n",
            "https://host/" + "a".repeat(1000),
        }) {
            IacException failure =
                    assertThrows(String.valueOf(text), IacException.class, () -> RepositoryUrl.parse(text));
            assertEquals(IacException.Kind.BAD_INPUT, failure.kind());
            assertFalse(failure.getMessage(), failure.getMessage().contains("s3cret"));
            assertFalse(failure.getMessage().contains("\n"));
        }
    }

    @Test
    public void ref_grammar_keepsOptionsPatternsAndExpressionsOut() {
        for (String good :
                new String[] {"main", "feature/JIRA-1_x+y", "v1.2.3", "refs/pull/7/head", "renovate/a@1.x", "fix/#12"
                }) {
            assertEquals(good, Refs.ref(good));
        }
        for (String bad : new String[] {
            null,
            "",
            "-x",
            "--upload-pack=x",
            "a/-x",
            "a..b",
            "a b",
            "a*",
            "a?",
            "a[b]",
            "a^",
            "a~1",
            "a:b",
            "a\\b",
            "@{-1}",
            "a@{1}",
            "/a",
            "a/",
            "a//b",
            ".a",
            "a/.b",
            "a.",
            "a.lock",
            "a.lock/b",
            "a\n",
            "a\u0000",
            "x".repeat(251),
        }) {
            assertThrows(String.valueOf(bad), IacException.class, () -> Refs.ref(bad));
        }
    }

    @Test
    public void commit_anythingButAFullName_isRefused() {
        assertEquals("a".repeat(64), Refs.commit("a".repeat(64)));
        for (String bad :
                new String[] {null, "", "abc1234", "HEAD", "A".repeat(40), "a".repeat(41), "a".repeat(39) + "\n"}) {
            assertThrows(String.valueOf(bad), IacException.class, () -> Refs.commit(bad));
        }
    }

    @Test
    public void gitAccess_variableThatIsNotOnTheList_isRefused() {
        assertTrue(new GitAccess(null, null, null, Map.of("SSH_AUTH_SOCK", "/run/agent"))
                .environment()
                .containsKey("SSH_AUTH_SOCK"));
        for (String name : new String[] {
            "GIT_SSH_COMMAND", "GIT_SSH", "LD_PRELOAD", "GIT_CONFIG_COUNT", "GIT_EXEC_PATH", "PATH", "GIT_ASKPASS"
        }) {
            assertThrows(name, IacException.class, () -> new GitAccess(null, null, null, Map.of(name, "x")));
        }
    }

    @Test
    public void gitAccess_pathThatCouldEndAQuote_isRefused() {
        for (String path : new String[] {"/a'b", "/a\"b", "/a\nb", "/a$b", "relative", "/a\\b", "/a;b"}) {
            assertThrows(path, IacException.class, () -> new GitAccess(Path.of(path), null, null, Map.of()));
        }
    }
}
