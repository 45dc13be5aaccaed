package io.jenkins.plugins.iac.identity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * As much of a cloud as a Terraform backend needs, on the loopback interface: an STS that gives sessions for our tokens by
 * the trust policy of each role, an S3 that takes sessions of that STS and nothing else, and a static web server that
 * shows the issuer's documents. Tokens are checked with jose4j, the keys come over HTTP.
 */
public final class LocalCloud implements AutoCloseable {
    /** What a role trusts: exactly this subject, and nothing with a wildcard. */
    public record Trust(String subject, boolean mayWrite) {}

    /** A session that was given. */
    public record Session(String role, String name, String subject, String jti) {}

    private final HttpServer server;
    private final Path site;
    private final InstantSource clock;
    private final Map<String, Trust> roles = new ConcurrentHashMap<>();
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final List<String> refusals = Collections.synchronizedList(new ArrayList<>());
    private final List<String> writes = Collections.synchronizedList(new ArrayList<>());
    private final List<String> tokens = Collections.synchronizedList(new ArrayList<>());

    public LocalCloud(Path site, InstantSource clock) throws IOException {
        this.site = site;
        this.clock = clock;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/sts", e -> answer(e, this::sts));
        server.createContext("/s3/", e -> answer(e, this::s3));
        server.createContext("/oidc/", e -> answer(e, this::document));
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The issuer whose documents stand in the directory of the site. */
    public String issuer() {
        return url() + "/oidc";
    }

    public LocalCloud trust(String role, Trust trust) {
        roles.put(role, trust);
        return this;
    }

    public List<Session> sessions() {
        return List.copyOf(sessions.values());
    }

    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** Who wrote what: {@code role key}. */
    public List<String> writes() {
        return List.copyOf(writes);
    }

    /** Every token that was presented. */
    public List<String> tokens() {
        return List.copyOf(tokens);
    }

    public byte[] object(String key) {
        return objects.get(key);
    }

    /** Members of a backend of type s3 that reach this cloud and have no credential. */
    public String backend(String key) {
        return "bucket: state, key: " + key + ", region: eu-west-1, use_path_style: true, skip_region_validation: true,"
                + " skip_requesting_account_id: true, skip_metadata_api_check: true, skip_s3_checksum: true,"
                + " endpoints: {s3: \"" + url() + "/s3\", sts: \"" + url() + "/sts\"}";
    }

    private interface Handler {
        Response handle(HttpExchange exchange) throws Exception;
    }

    private record Response(int status, String type, byte[] body) {
        static Response xml(int status, String text) {
            return new Response(status, "text/xml", text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void answer(HttpExchange exchange, Handler handler) throws IOException {
        Response response;
        try {
            response = handler.handle(exchange);
        } catch (Exception e) {
            response = Response.xml(500, "<Error><Code>Internal</Code><Message>" + e + "</Message></Error>");
        }
        exchange.getResponseHeaders().set("Content-Type", response.type());
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(
                response.status(), head || response.body().length == 0 ? -1 : response.body().length);
        if (!head) {
            exchange.getResponseBody().write(response.body());
        }
        exchange.close();
    }

    private Response document(HttpExchange exchange) throws IOException {
        Path file = site.resolve(exchange.getRequestURI().getPath().substring("/oidc/".length()))
                .normalize();
        return file.startsWith(site) && Files.isRegularFile(file)
                ? new Response(200, "application/json", Files.readAllBytes(file))
                : new Response(404, "text/plain", new byte[0]);
    }

    private Response sts(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String role = form.getOrDefault("RoleArn", "");
        if ("GetCallerIdentity".equals(form.get("Action"))) {
            return caller(session(exchange));
        }
        tokens.add(form.getOrDefault("WebIdentityToken", ""));
        if (!"AssumeRoleWithWebIdentity".equals(form.get("Action"))) {
            return refused(403, "AccessDenied", "this STS takes web identities alone, not " + form.get("Action"));
        }
        Trust trust = roles.get(role);
        if (trust == null) {
            return refused(403, "AccessDenied", "no role " + role);
        }
        JwtClaims claims;
        try {
            claims = new TokenCheck(issuer(), clock)
                    .claims(form.getOrDefault("WebIdentityToken", ""), "sts.amazonaws.com");
            if (!trust.subject().equals(claims.getSubject())) {
                return refused(403, "AccessDenied", "subject " + claims.getSubject());
            }
            String key = "ASIA" + (1000 + sessions.size());
            sessions.put(key, new Session(role, form.get("RoleSessionName"), claims.getSubject(), claims.getJwtId()));
            return Response.xml(
                    200,
                    "<AssumeRoleWithWebIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                            + "<AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>" + key
                            + "</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>session-" + key
                            + "</SessionToken><Expiration>"
                            + Instant.now().plusSeconds(900)
                            + "</Expiration></Credentials></AssumeRoleWithWebIdentityResult>"
                            + "</AssumeRoleWithWebIdentityResponse>");
        } catch (InvalidJwtException e) {
            return e.hasErrorCode(ErrorCodes.EXPIRED)
                    ? refused(400, "ExpiredTokenException", "expired")
                    : refused(400, "InvalidIdentityToken", "not believed");
        } catch (org.jose4j.jwt.MalformedClaimException e) {
            return refused(400, "InvalidIdentityToken", "malformed");
        }
    }

    private Response refused(int status, String code, String why) {
        refusals.add(code + ": " + why);
        return Response.xml(
                status,
                "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>"
                        + code + "</Code><Message>" + why
                        + "</Message></Error><RequestId>1</RequestId></ErrorResponse>");
    }

    private Response caller(Session session) {
        return session == null
                ? refused(403, "AccessDenied", "no session")
                : Response.xml(
                        200,
                        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                                + "<GetCallerIdentityResult><Arn>" + session.role() + "/" + session.name()
                                + "</Arn><UserId>u</UserId><Account>1</Account></GetCallerIdentityResult>"
                                + "</GetCallerIdentityResponse>");
    }

    /** The session that a request names by its access key and its session token, or null. */
    private Session session(HttpExchange exchange) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String credential = authorization == null ? "" : authorization.replaceFirst(".*Credential=([^/]*)/.*", "$1");
        Session session = sessions.get(credential);
        String token = exchange.getRequestHeaders().getFirst("X-Amz-Security-Token");
        return ("session-" + credential).equals(token) ? session : null;
    }

    private Response s3(HttpExchange exchange) throws IOException {
        Session session = session(exchange);
        if (session == null) {
            refusals.add("S3: no session");
            return Response.xml(403, "<Error><Code>AccessDenied</Code><Message>no session</Message></Error>");
        }
        String path = exchange.getRequestURI().getPath().substring("/s3/".length());
        String key = path.contains("/") ? path.substring(path.indexOf('/') + 1) : "";
        return switch (exchange.getRequestMethod()) {
            case "GET", "HEAD" -> key.isEmpty() ? list() : get(key);
            case "PUT" -> put(exchange, session, key);
            default -> Response.xml(405, "<Error><Code>MethodNotAllowed</Code></Error>");
        };
    }

    private static Response list() {
        return Response.xml(
                200,
                "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>state</Name><KeyCount>0</KeyCount>"
                        + "<IsTruncated>false</IsTruncated></ListBucketResult>");
    }

    private Response get(String key) {
        byte[] object = objects.get(key);
        return object == null
                ? Response.xml(404, "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>")
                : new Response(200, "application/json", object);
    }

    private Response put(HttpExchange exchange, Session session, String key) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (!roles.get(session.role()).mayWrite()) {
            refusals.add("S3: " + session.role() + " may not write");
            return Response.xml(403, "<Error><Code>AccessDenied</Code><Message>read only</Message></Error>");
        }
        writes.add(session.role() + " " + key);
        objects.put(key, body);
        exchange.getResponseHeaders().set("ETag", "\"" + md5(body) + "\"");
        return new Response(200, "text/xml", new byte[0]);
    }

    private static String md5(byte[] body) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> form(String body) {
        Map<String, String> form = new TreeMap<>();
        for (String pair : body.split("&")) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
