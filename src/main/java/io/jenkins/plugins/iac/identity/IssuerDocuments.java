package io.jenkins.plugins.iac.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The two documents that verifiers fetch: OpenID Connect discovery, and the key set. Public, the same for everybody, so that
 * a static web server can serve them as well as we.
 */
public final class IssuerDocuments {
    public static final String DISCOVERY = ".well-known/openid-configuration";
    public static final String JWKS = "jwks.json";

    /** How long a copy may be used, as the HTTP header says it; far below {@link IssuerKeys#CACHE}. */
    public static final Duration MAX_AGE = Duration.ofMinutes(15);

    private IssuerDocuments() {}

    /** OpenID Connect Discovery 1.0, section 3. Nobody logs in here, so there is no authorization endpoint. */
    public static ObjectNode discovery(IssuerUrl issuer, IssuerKeys keys) {
        ObjectNode document = Json.object();
        document.put("issuer", issuer.value());
        document.put("jwks_uri", issuer.jwks());
        document.set("response_types_supported", Json.tree(List.of("id_token")));
        document.set("subject_types_supported", Json.tree(List.of("public")));
        document.set(
                "id_token_signing_alg_values_supported",
                Json.tree(keys.all().stream()
                        .map(k -> k.algorithm().name())
                        .distinct()
                        .sorted()
                        .toList()));
        document.set("scopes_supported", Json.tree(List.of("openid")));
        document.set("claims_supported", Json.tree(TokenClaims.NAMES));
        return document;
    }

    /**
     * Writes both below a directory that a static web server shows at the issuer's URL. Each file is replaced in one step.
     *
     * @return the two files
     */
    public static List<Path> export(IssuerUrl issuer, IssuerKeys keys, Path directory) throws IOException {
        return List.of(write(directory, JWKS, keys.jwks()), write(directory, DISCOVERY, discovery(issuer, keys)));
    }

    private static Path write(Path directory, String name, ObjectNode document) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Path half = Files.writeString(directory.resolve(name + ".new"), Json.pretty(document) + "\n");
        return Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
