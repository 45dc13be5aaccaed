package io.jenkins.plugins.iac.tool;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who has the backend's lock, as the tool's error tells it. The words are those of whoever wrote the lock: only plain short
 * ones are taken.
 *
 * @param id the lock's id, or null where nobody tells it
 * @param who user and machine, or null
 * @param operation what for, or null
 * @param since when it was taken, or null
 */
public record LockHolder(String id, String who, String operation, Instant since) {
    /** Nobody tells who. */
    static final LockHolder UNKNOWN = new LockHolder(null, null, null, null);

    /**
     * What the backend {@code http} says: the {@code Lock Info} below it is the asking tool's own, not the holder's (Terraform
     * and OpenTofu, httpClient.Lock).
     */
    private static final String HTTP = "HTTP remote state already locked";

    private static final Pattern HTTP_ID = Pattern.compile(HTTP + ": ID=(\\S+)");
    private static final Pattern SINCE =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?) \\+0000 UTC");

    /** @param detail the detail of the error about the lock */
    static LockHolder of(String detail) {
        if (detail.contains(HTTP)) {
            Matcher id = HTTP_ID.matcher(detail);
            return new LockHolder(id.find() && Names.isLockId(id.group(1)) ? id.group(1) : null, null, null, null);
        }
        String id = line(detail, "ID").filter(Names::isLockId).orElse(null);
        return new LockHolder(
                id,
                line(detail, "Who").orElse(null),
                line(detail, "Operation").orElse(null),
                line(detail, "Created").map(LockHolder::instant).orElse(null));
    }

    private static Optional<String> line(String detail, String name) {
        Matcher line = Pattern.compile("(?m)^[^\\S\\n]*" + name + ":[^\\S\\n]+([!-~][ -~]{0,199})$")
                .matcher(detail);
        return line.find() ? Optional.of(line.group(1).strip()) : Optional.empty();
    }

    private static Instant instant(String text) {
        Matcher since = SINCE.matcher(text);
        try {
            return since.matches() ? Instant.parse(since.group(1) + "T" + since.group(2) + "Z") : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
