package io.jenkins.plugins.iac.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.iac.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * As much of Google, Azure and a Kubernetes API server as a Terraform backend needs to read a state. Each takes a token of
 * ours for one subject alone, as its trust policy would say, and gives a session or the state for it.
 */
final class LocalClouds {
    static final String GOOGLE_PROVIDER =
            "projects/123456789012/locations/global/workloadIdentityPools/iac-runners/providers/prod";
    static final String GOOGLE_ACCOUNT = "prod-plan@northstar.iam.gserviceaccount.com";
    static final String GOOGLE_AUDIENCE = "https://iac.northstar.example/google";
    static final String AZURE_TENANT = "00000000-0000-0000-0000-000000000002";
    static final String AZURE_CLIENT = "00000000-0000-0000-0000-000000000001";
    static final String AZURE_AUDIENCE = "api://AzureADTokenExchange";
    static final String KUBERNETES = "kubernetes.northstar.example";
    static final String KUBERNETES_AUDIENCE = "https://" + KUBERNETES;

    private static final String JSON = "application/json";

    private final TokenCheck check;
    private final String subject;
    private final String state;
    private final Map<String, String> sessions = new ConcurrentHashMap<>();
    private final List<String> believed = Collections.synchronizedList(new ArrayList<>());
    private final List<String> refusals = Collections.synchronizedList(new ArrayList<>());

    LocalClouds(TokenCheck check, String subject, String state) {
        this.check = check;
        this.subject = subject;
        this.state = state;
    }

    /** Every host by its name. */
    Map<String, LocalInternet.Host> hosts() {
        return Map.of(
                "sts.googleapis.com",
                this::googleSts,
                "iamcredentials.googleapis.com",
                this::googleAccount,
                "storage.googleapis.com",
                this::googleStorage,
                "login.microsoftonline.com",
                this::azureLogin,
                "northstar.blob.core.windows.net",
                this::azureBlob,
                KUBERNETES,
                this::kubernetes);
    }

    /** {@code jti} of each token that was taken. */
    List<String> believed() {
        return List.copyOf(believed);
    }

    List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** The claims of a token for us and this subject, or null. */
    private JwtClaims take(String token, String audience) throws Exception {
        try {
            JwtClaims claims = check.claims(token, audience);
            if (subject.equals(claims.getSubject())) {
                believed.add(claims.getJwtId());
                return claims;
            }
            refusals.add("subject " + claims.getSubject());
        } catch (InvalidJwtException e) {
            refusals.add(e.hasExpired() ? "expired" : "not believed");
        }
        return null;
    }

    private String session(String of) {
        String session = "session-" + (sessions.size() + 1);
        sessions.put(session, of);
        return session;
    }

    private boolean isSession(HttpExchange exchange, String of) {
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        boolean there = of.equals(sessions.get(authorization.replaceFirst("^Bearer ", "")));
        if (!there) {
            refusals.add("no session of " + of);
        }
        return there;
    }

    private static boolean expect(Map<String, String> form, String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (!pairs[i + 1].equals(form.get(pairs[i]))) {
                throw new AssertionError(pairs[i] + " is " + form.get(pairs[i]) + ", not " + pairs[i + 1]);
            }
        }
        return true;
    }

    /** RFC 8693, as Security Token Service documents its method {@code token}. */
    private void googleSts(HttpExchange exchange, byte[] body) throws Exception {
        Map<String, String> form = LocalCloud.form(new String(body, StandardCharsets.UTF_8));
        expect(
                form,
                "audience",
                "//iam.googleapis.com/" + GOOGLE_PROVIDER,
                "grant_type",
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "requested_token_type",
                "urn:ietf:params:oauth:token-type:access_token",
                "subject_token_type",
                "urn:ietf:params:oauth:token-type:jwt");
        if (take(form.get("subject_token"), GOOGLE_AUDIENCE) == null) {
            LocalInternet.send(exchange, 400, JSON, "{\"error\":\"invalid_grant\",\"error_description\":\"refused\"}");
            return;
        }
        ObjectNode answer = Json.object()
                .put("access_token", session("google federation"))
                .put("issued_token_type", "urn:ietf:params:oauth:token-type:access_token")
                .put("token_type", "Bearer")
                .put("expires_in", 3600);
        LocalInternet.send(exchange, 200, JSON, Json.write(answer));
    }

    private void googleAccount(HttpExchange exchange, byte[] body) throws Exception {
        String path = "/v1/projects/-/serviceAccounts/" + GOOGLE_ACCOUNT + ":generateAccessToken";
        if (!exchange.getRequestURI().getPath().equals(path) || !isSession(exchange, "google federation")) {
            LocalInternet.send(exchange, 403, JSON, "{}");
            return;
        }
        ObjectNode answer = Json.object()
                .put("accessToken", session("google account"))
                .put("expireTime", java.time.Instant.now().plusSeconds(3600).toString());
        LocalInternet.send(exchange, 200, JSON, Json.write(answer));
    }

    private void googleStorage(HttpExchange exchange, byte[] body) throws Exception {
        String path = exchange.getRequestURI().getPath();
        if (!isSession(exchange, "google account")) {
            LocalInternet.send(exchange, 401, JSON, "{}");
        } else if (path.equals("/storage/v1/b/northstar-state/o")) {
            LocalInternet.send(exchange, 200, JSON, "{\"kind\":\"storage#objects\",\"items\":[]}");
        } else if (path.startsWith("/storage/v1/b/northstar-state/o/")) {
            String md5 = Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(state.getBytes(StandardCharsets.UTF_8)));
            LocalInternet.send(exchange, 200, JSON, Json.write(Json.object().put("md5Hash", md5)));
        } else if (path.equals("/northstar-state/db/default.tfstate")) {
            LocalInternet.send(exchange, 200, JSON, state);
        } else {
            LocalInternet.send(exchange, 404, JSON, "{}");
        }
    }

    /** The client credentials flow with a federated credential: a JWT of ours in place of a secret. */
    private void azureLogin(HttpExchange exchange, byte[] body) throws Exception {
        Map<String, String> form = LocalCloud.form(new String(body, StandardCharsets.UTF_8));
        if (!exchange.getRequestURI().getPath().equals("/" + AZURE_TENANT + "/oauth2/v2.0/token")) {
            LocalInternet.send(exchange, 404, JSON, "{}");
            return;
        }
        expect(
                form,
                "client_id",
                AZURE_CLIENT,
                "grant_type",
                "client_credentials",
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "scope",
                "https://storage.azure.com/.default");
        if (take(form.get("client_assertion"), AZURE_AUDIENCE) == null) {
            LocalInternet.send(
                    exchange,
                    401,
                    JSON,
                    "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS70021: no match\"}");
            return;
        }
        ObjectNode answer = Json.object()
                .put("access_token", session("azure"))
                .put("token_type", "Bearer")
                .put("expires_in", 3600);
        LocalInternet.send(exchange, 200, JSON, Json.write(answer));
    }

    private void azureBlob(HttpExchange exchange, byte[] body) throws Exception {
        if (!isSession(exchange, "azure")) {
            LocalInternet.send(exchange, 403, "application/xml", "");
        } else if (String.valueOf(exchange.getRequestURI().getQuery()).contains("comp=list")) {
            LocalInternet.send(
                    exchange,
                    200,
                    "application/xml",
                    "<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults><Blobs/><NextMarker/></EnumerationResults>");
        } else {
            LocalInternet.send(exchange, 200, JSON, state);
        }
    }

    /** An API server with structured authentication: the bearer token is ours. The state is a secret with gzip in it. */
    private void kubernetes(HttpExchange exchange, byte[] body) throws Exception {
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (take(authorization.replaceFirst("^Bearer ", ""), KUBERNETES_AUDIENCE) == null) {
            LocalInternet.send(
                    exchange,
                    401,
                    JSON,
                    "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"Unauthorized\","
                            + "\"message\":\"Unauthorized\",\"code\":401}");
            return;
        }
        ObjectNode list = Json.object().put("kind", "SecretList").put("apiVersion", "v1");
        list.putObject("metadata");
        ObjectNode secret = list.putArray("items").addObject();
        secret.put("kind", "Secret").put("apiVersion", "v1");
        secret.putObject("metadata")
                .put("name", "tfstate-default-db")
                .set("labels", Json.tree(new TreeMap<>(Map.of("tfstate", "true"))));
        secret.putObject("data").put("tfstate", Base64.getEncoder().encodeToString(gzip(state)));
        LocalInternet.send(exchange, 200, JSON, Json.write(list));
    }

    private static byte[] gzip(String text) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }
}
