package io.jenkins.plugins.iac.identity;

import static io.jenkins.plugins.iac.identity.Samples.ISSUER;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.TokenSubject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Tokens as a verifier sees them: read with jose4j and the OpenID Connect SDK, not with what minted them. */
public class IssuerTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Samples.Clock clock = new Samples.Clock();
    private final Samples.Memory store = new Samples.Memory();
    private io.jenkins.plugins.iac.identity.Issuer issuer;

    @Before
    public void open() throws IOException {
        issuer = new io.jenkins.plugins.iac.identity.Issuer(
                ISSUER, IssuerKeys.open(store, "issuer", TokenAlgorithm.RS256, clock));
    }

    private JwtConsumerBuilder verifier() throws Exception {
        return new JwtConsumerBuilder()
                .setRequireExpirationTime()
                .setRequireJwtId()
                .setRequireNotBefore()
                .setExpectedIssuer(ISSUER.value())
                .setExpectedAudience("sts.amazonaws.com")
                .setExpectedSubject("stack:prod/eu-west-1/payments-db:environment:prod:operation:apply")
                .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, "RS256")
                .setEvaluationTime(NumericDate.fromSeconds(clock.instant().getEpochSecond()))
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(
                        new JsonWebKeySet(Json.write(issuer.keys().jwks())).getJsonWebKeys()));
    }

    private JwtClaims verify(String token) throws Exception {
        return verifier().build().processToClaims(token);
    }

    @Test
    public void issue_apply_saysWhatTheContractSays() throws Exception {
        Token token = issuer.issue(Samples.applying());
        JwtClaims claims = verify(token.value());
        assertEquals("prod/eu-west-1/payments-db", claims.getStringClaimValue("stack"));
        assertEquals("prod", claims.getStringClaimValue("environment"));
        assertEquals("apply", claims.getStringClaimValue("operation"));
        assertEquals(Samples.RUN, claims.getStringClaimValue("run_id"));
        assertEquals("git@github.com:northstar/infra-live.git", claims.getStringClaimValue("repository"));
        assertEquals("a".repeat(40), claims.getStringClaimValue("commit"));
        assertEquals("main", claims.getStringClaimValue("ref"));
        assertEquals("alice", claims.getStringClaimValue("actor"));
        assertEquals("pool-prod-data", claims.getStringClaimValue("pool"));
        assertEquals(Samples.DIGEST.toString(), claims.getStringClaimValue("plan_digest"));
        assertEquals(List.of("bob", "sam"), claims.getStringListClaimValue("approvers"));
        assertEquals(token.id(), claims.getJwtId());
        assertEquals(
                900,
                claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue());
        assertEquals(30, claims.getIssuedAt().getValue() - claims.getNotBefore().getValue());
    }

    @Test
    public void issue_plan_namesNoDigestAndNoApprovers() throws Exception {
        String payload = issuer.issue(Samples.planning()).value().split("\\.")[1];
        var claims = Json.parse(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
        assertEquals(
                "stack:prod/eu-west-1/payments-db:environment:prod:operation:plan",
                claims.path("sub").asText());
        assertFalse(claims.has("plan_digest"));
        assertFalse(claims.has("approvers"));
    }

    @Test
    public void issue_twice_tokensHaveTheirOwnIds() {
        assertNotEquals(
                issuer.issue(Samples.applying()).id(),
                issuer.issue(Samples.applying()).id());
    }

    @Test
    public void issue_refused_namesTheRule() {
        IacException e = assertThrows(
                IacException.class,
                () -> issuer.issue(Samples.facts(
                        Operation.APPLY,
                        Standing.DOOR,
                        Samples.contract(Operation.APPLY, Samples.APPLY, Samples.DIGEST),
                        Samples.APPLY,
                        Samples.DIGEST,
                        null)));
        assertEquals(IacException.Kind.REFUSED, e.kind());
        assertEquals("identity.approval", e.conditions().get(0).rule());
    }

    @Test
    public void token_inAnyTextOfItsOwn_isNotShown() {
        Token token = issuer.issue(Samples.applying());
        assertFalse(token.toString().contains(token.value()));
        String session = Json.write(token.session());
        for (String part : token.value().split("\\.")) {
            assertFalse(session.contains(part));
        }
        assertTrue(session.contains(token.id()));
        assertTrue(session.contains(token.kid()));
    }

    @Test
    public void verify_attackedToken_isRefused() throws Exception {
        Token token = issuer.issue(Samples.applying());
        String[] parts = token.value().split("\\.");
        String none = b64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".";
        String otherKid = b64("{\"alg\":\"RS256\",\"kid\":\"other\"}") + "." + parts[1] + "." + parts[2];
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String otherStack = parts[0] + "." + b64(payload.replace("payments-db", "network")) + "." + parts[2];
        String hmac = b64("{\"alg\":\"HS256\",\"kid\":\"" + token.kid() + "\"}") + "." + parts[1] + "." + parts[2];
        for (String forged : List.of(none, otherKid, otherStack, hmac)) {
            assertThrows(forged, InvalidJwtException.class, () -> verify(forged));
        }
        verify(token.value());
    }

    @Test
    public void verify_tokenOfAPlan_isNotThatOfAnApply() {
        String plan = issuer.issue(Samples.planning()).value();
        assertThrows(InvalidJwtException.class, () -> verify(plan));
    }

    @Test
    public void verify_afterItsLife_isRefused() throws Exception {
        String token = issuer.issue(Samples.applying()).value();
        clock.plus(Duration.ofSeconds(899));
        verify(token);
        clock.plus(Duration.ofSeconds(1));
        assertThrows(InvalidJwtException.class, () -> verify(token));
    }

    @Test
    public void verify_oldKey_isBelievedThroughTheOverlapAndNotAfterIt() throws Exception {
        Identity longest = new Identity(
                "prod-payments-apply",
                "prod",
                List.of(Operation.APPLY),
                "aws",
                Samples.APPLY.role(),
                "sts.amazonaws.com",
                Duration.ofHours(12),
                Map.of());
        clock.plus(Duration.ofDays(1));
        String token = sign(longest);
        issuer.keys().rotate();
        String after = sign(longest);
        verify(token);
        verify(after);
        clock.plus(Duration.ofHours(10));
        verify(token);
        // Even a verifier without a look at exp has no key for it once the overlap is over.
        clock.plus(IssuerKeys.OVERLAP);
        JwtConsumer careless =
                verifier().setAllowedClockSkewInSeconds(Integer.MAX_VALUE).build();
        assertThrows(InvalidJwtException.class, () -> careless.processToClaims(token));
    }

    private String sign(Identity identity) {
        return issuer.issue(Samples.facts(Samples.STACK, "prod", Operation.APPLY, identity, ISSUER, clock.instant()))
                .value();
    }

    @Test
    public void verify_revokedKey_isRefusedAtOnce() throws Exception {
        String token = issuer.issue(Samples.applying()).value();
        issuer.keys().revoke(issuer.keys().signing().kid());
        assertThrows(InvalidJwtException.class, () -> verify(token));
        verify(issuer.issue(Samples.applying()).value());
    }

    /** A static web server with the two exported files is all that a client of OpenID Connect needs. */
    @Test
    public void export_overHttp_isReadByAnOidcClient() throws Exception {
        Path site = folder.newFolder("site").toPath();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Path file = site.resolve(exchange.getRequestURI().getPath().substring(1));
            byte[] body = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            IssuerUrl url =
                    new IssuerUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/oidc");
            IssuerDocuments.export(url, issuer.keys(), site.resolve("oidc"));
            OIDCProviderMetadata metadata = OIDCProviderMetadata.resolve(new Issuer(url.value()));
            assertEquals(url.jwks(), metadata.getJWKSetURI().toString());
            assertEquals("[RS256]", metadata.getIDTokenJWSAlgs().toString());
            JwtConsumer consumer = new JwtConsumerBuilder()
                    .setExpectedAudience("sts.amazonaws.com")
                    .setExpectedIssuer(ISSUER.value())
                    .setEvaluationTime(NumericDate.fromSeconds(clock.instant().getEpochSecond()))
                    .setVerificationKeyResolver(new HttpsJwksVerificationKeyResolver(
                            new HttpsJwks(metadata.getJWKSetURI().toString())))
                    .build();
            consumer.processToClaims(issuer.issue(Samples.applying()).value());
        } finally {
            server.stop(0);
        }
    }

    @Test
    public void url_anythingAmbiguous_isRefused() {
        for (String bad : List.of(
                "",
                "iac.example",
                "http://iac.example",
                "https://iac.example/",
                "https://iac.example/oidc/",
                "https://iac.example/oidc?x=1",
                "https://iac.example/oidc#x",
                "https://user@iac.example",
                "https://iac.example/a/../oidc",
                "https://iac.example/a b",
                "ftp://iac.example",
                "https:///oidc")) {
            assertThrows(bad, IacException.class, () -> new IssuerUrl(bad));
        }
        assertThrows(IacException.class, () -> new IssuerUrl(null));
    }

    @Test
    public void subject_exactForm_hasOneLengthAndTellsSubjectsApart() {
        TokenSubject plan = new TokenSubject(Samples.STACK, "prod", Operation.PLAN);
        TokenSubject apply = new TokenSubject(Samples.STACK, "prod", Operation.APPLY);
        TokenSubject longest = new TokenSubject(
                new StackId("a".repeat(100) + "/" + "b".repeat(99)), "e".repeat(100), Operation.STATIC_POLICY);
        for (TokenSubject subject : List.of(plan, apply, longest)) {
            assertTrue(subject.exact(), subject.exact().matches("iac:sha256=[0-9a-f]{64}"));
        }
        assertNotEquals(plan.exact(), apply.exact());
        assertThrows(
                IllegalArgumentException.class,
                () -> new TokenSubject(Samples.STACK, "prod:operation:x", Operation.PLAN));
        assertThrows(IllegalArgumentException.class, () -> new TokenSubject(Samples.STACK, "*", Operation.PLAN));
        assertThrows(IllegalArgumentException.class, () -> new TokenSubject(Samples.STACK, null, Operation.PLAN));
    }

    private static String b64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
