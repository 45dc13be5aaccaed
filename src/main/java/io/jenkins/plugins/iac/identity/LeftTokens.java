package io.jenkins.plugins.iac.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;

/**
 * Deletes token directories that outlived their token: their host died, or was cut off when it should have cleaned up. A token
 * that somebody still renews has not expired, or has a while ago only because its host was away: nothing that is in use is
 * touched. Follows no link.
 */
public final class LeftTokens {
    /** Clocks of hosts differ a little, and a host that comes back renews what it left before anybody sweeps. */
    private static final Duration GRACE = Duration.ofMinutes(15);

    private static final long LONGEST = 64 << 10;

    private LeftTokens() {}

    /**
     * Looks at these directories; one that is none, or has no token, stays.
     *
     * @return how many were deleted
     * @throws IOException the first that could not be looked at or deleted; all others were looked at
     */
    public static int delete(Collection<Path> directories, Instant now) throws IOException {
        int deleted = 0;
        IOException failed = null;
        for (Path directory : directories) {
            Path token = directory.resolve(CloudBinding.TOKEN);
            try {
                if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                        && Files.isRegularFile(token, LinkOption.NOFOLLOW_LINKS)
                        && isOver(token, now)) {
                    TokenDirectory.of(directory).close();
                    deleted++;
                }
            } catch (NoSuchFileException e) {
                // Its run has ended meanwhile and taken it along.
            } catch (IOException e) {
                if (failed == null) {
                    failed = e;
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
        return deleted;
    }

    private static boolean isOver(Path token, Instant now) throws IOException {
        Instant end = expiry(token);
        Instant longest = Files.getLastModifiedTime(token).toInstant().plus(IssuerKeys.LONGEST_TOKEN);
        return (end == null || end.isAfter(longest) ? longest : end).plus(GRACE).isBefore(now);
    }

    /** What the token says of itself; null for what is none. Nothing is believed that would keep it longer than any lives. */
    private static Instant expiry(Path token) throws IOException {
        if (Files.size(token) > LONGEST || !Files.isReadable(token)) {
            return null;
        }
        String[] parts =
                Files.readString(token, StandardCharsets.ISO_8859_1).strip().split("\\.");
        try {
            JsonNode claims = Json.mapper().readTree(Base64.getUrlDecoder().decode(parts.length == 3 ? parts[1] : ""));
            JsonNode exp = claims.path("exp");
            return exp.canConvertToLong() && exp.isIntegralNumber() ? Instant.ofEpochSecond(exp.asLong()) : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }
}
