package io.jenkins.plugins.iac.identity;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LeftTokensTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Samples.Clock clock = new Samples.Clock();
    private Path directory;
    private Token token;

    @Before
    public void token() throws Exception {
        Issuer issuer = new Issuer(
                Samples.ISSUER, IssuerKeys.open(new Samples.Memory(), "issuer", TokenAlgorithm.RS256, clock));
        token = issuer.issue(
                Samples.facts(Samples.STACK, "prod", Operation.PLAN, Samples.PLAN, Samples.ISSUER, clock.instant()));
        directory = folder.getRoot().toPath().resolve("identity");
    }

    private int delete(Instant now) throws Exception {
        return LeftTokens.delete(List.of(directory, directory.resolveSibling("none")), now);
    }

    @Test
    public void delete_onlyAfterTheLifeOfTheToken() throws Exception {
        TokenDirectory.create(directory, Map.of("google.json", "{}"), token.value());
        assertEquals("in use", 0, delete(token.expiresAt().minusSeconds(1)));
        assertEquals("another clock", 0, delete(token.expiresAt().plusSeconds(60)));
        assertTrue(Files.exists(directory.resolve("token")));
        assertEquals(1, delete(token.expiresAt().plusSeconds(901)));
        assertFalse(Files.exists(directory));
    }

    @Test
    public void delete_whatIsNoToken_goesWhenNoTokenCouldLiveSoLong() throws Exception {
        for (String odd : List.of("", "a.b.c", "eyJhIjoxfQ.eyJleHAiOiJuZXZlciJ9.x", "x".repeat(100_000))) {
            TokenDirectory.create(directory, Map.of(), odd);
            Instant made = Instant.parse("2026-11-21T12:00:00Z");
            Files.setLastModifiedTime(directory.resolve("token"), FileTime.from(made));
            assertEquals(odd, 0, delete(made.plus(Duration.ofHours(12))));
            assertEquals(odd, 1, delete(made.plus(Duration.ofHours(13))));
        }
    }

    @Test
    public void delete_links_areNotFollowed() throws Exception {
        Path elsewhere = folder.newFolder("elsewhere").toPath();
        Files.writeString(elsewhere.resolve("token"), token.value());
        Files.createSymbolicLink(directory, elsewhere);
        assertEquals(0, delete(token.expiresAt().plusSeconds(3600)));
        assertTrue(Files.exists(elsewhere.resolve("token")));
        Files.delete(directory);
        Files.createDirectory(directory);
        Files.createSymbolicLink(directory.resolve("token"), elsewhere.resolve("token"));
        assertEquals(0, delete(token.expiresAt().plusSeconds(3600)));
        assertTrue(Files.exists(elsewhere.resolve("token")));
    }

    @Test
    public void delete_endFarAhead_isNotBelieved() throws Exception {
        String claims = Base64.getUrlEncoder().encodeToString("{\"exp\":32503680000}".getBytes(StandardCharsets.UTF_8));
        TokenDirectory.create(directory, Map.of(), "e30." + claims + ".x");
        Instant made = Instant.parse("2026-11-21T12:00:00Z");
        Files.setLastModifiedTime(directory.resolve("token"), FileTime.from(made));
        assertEquals(0, delete(made.plus(Duration.ofHours(12))));
        assertEquals("no token lives until the year 3000", 1, delete(made.plus(Duration.ofHours(13))));
    }

    @Test
    public void delete_oneThatCannotBeDeleted_isToldAndHoldsUpNoOther() throws Exception {
        Path parent = folder.newFolder("locked").toPath();
        Path stuck = parent.resolve("identity");
        TokenDirectory.create(stuck, Map.of(), token.value());
        TokenDirectory.create(directory, Map.of(), token.value());
        Files.createDirectory(stuck.resolve("not-ours"));
        Files.writeString(stuck.resolve("not-ours/file"), "x");
        IOException told = assertThrows(
                IOException.class,
                () -> LeftTokens.delete(
                        List.of(stuck, directory), token.expiresAt().plusSeconds(3600)));
        assertTrue(told.toString(), told.toString().contains("locked"));
        assertFalse(Files.exists(directory));
    }
}
