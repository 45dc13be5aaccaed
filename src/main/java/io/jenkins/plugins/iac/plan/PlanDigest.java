package io.jenkins.plugins.iac.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The plan digest, version 1: what a person approves and the door checks again. SHA-256 over the RFC 8785 form of an
 * object that always has every part of {@link DigestPart}; an absent one is null, every other a text or an integer below
 * 2^53. Frozen: another meaning of any part is another version.
 *
 * @param parts the parts that are present; texts as {@link String}, integers as {@link Long}
 */
public record PlanDigest(Map<DigestPart, Object> parts) {
    /** The value of the part {@code digestVersion}. */
    public static final long VERSION = 1;

    private static final long MAX_INTEGER = 1L << 53;

    public PlanDigest {
        Map<DigestPart, Object> checked = new EnumMap<>(DigestPart.class);
        parts.forEach((part, value) -> {
            if (value != null) {
                checked.put(part, check(part, value));
            }
        });
        checked.put(DigestPart.DIGEST_VERSION, VERSION);
        parts = Collections.unmodifiableMap(checked);
    }

    private static Object check(DigestPart part, Object value) {
        if (part.isInteger() ? value instanceof Long n && n >= 0 && n < MAX_INTEGER : value instanceof String) {
            return value;
        }
        throw new IllegalArgumentException("the digest's part " + part.id() + " cannot be " + value);
    }

    /** Starts with no part but the version. */
    public static Builder builder() {
        return new Builder();
    }

    /** A part, or null where it is absent. */
    public Object part(DigestPart part) {
        return parts.get(part);
    }

    /** The object that is hashed: every part, in alphabetical order, null where absent. */
    public ObjectNode json() {
        ObjectNode document = Json.object();
        for (DigestPart part : DigestPart.values()) {
            document.set(part.id(), Json.tree(parts.get(part)));
        }
        return document;
    }

    /** The digest itself. */
    public Sha256 digest() {
        return CanonicalJson.hash(json());
    }

    /**
     * Reads back what {@link #json} wrote.
     *
     * @throws IacException of bad input if a part is missing, unknown or of another type, or the version is another
     */
    public static PlanDigest of(JsonNode document) {
        Builder builder = builder();
        List<String> wrong = new ArrayList<>();
        for (DigestPart part : DigestPart.values()) {
            JsonNode value = document.path(part.id());
            if (value.isIntegralNumber() && value.canConvertToLong() && part.isInteger()) {
                builder.put(part, value.longValue());
            } else if (value.isTextual() && !part.isInteger()) {
                builder.put(part, value.textValue());
            } else if (!value.isNull()) {
                wrong.add(part.id());
            }
        }
        for (Iterator<String> names = document.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (DigestPart.of(name).isEmpty()) {
                wrong.add(name);
            }
        }
        if (!wrong.isEmpty() || document.path(DigestPart.DIGEST_VERSION.id()).asLong() != VERSION) {
            throw IacException.badInput(
                    "reading a plan digest",
                    "",
                    wrong.isEmpty()
                            ? "another version"
                            : "parts that are missing, unknown or of another type: " + wrong,
                    "the parts of version " + VERSION,
                    "plan again");
        }
        return builder.build();
    }

    /**
     * Compares part by part; empty if all are the same.
     *
     * @param approved what was approved
     * @param now what was measured now
     */
    public static List<Mismatch> compare(PlanDigest approved, PlanDigest now) {
        List<Mismatch> mismatches = new ArrayList<>();
        for (DigestPart part : DigestPart.values()) {
            if (!Objects.equals(approved.part(part), now.part(part))) {
                mismatches.add(new Mismatch(part, text(approved.part(part)), text(now.part(part))));
            }
        }
        return mismatches;
    }

    private static String text(Object value) {
        return value == null ? "nothing" : value.equals("") ? "\"\"" : value.toString();
    }

    /**
     * A part that is not what was approved.
     *
     * @param approved as text, {@code nothing} where it was absent
     * @param now the same of now
     */
    public record Mismatch(DigestPart part, String approved, String now) {
        /** For example {@code stateSerial: approved 41, now 42}. */
        @Override
        public String toString() {
            return part.id() + ": approved " + approved + ", now " + now;
        }
    }

    /** Collects parts; what is not set, or set to null, is absent. */
    public static final class Builder {
        private final Map<DigestPart, Object> parts = new EnumMap<>(DigestPart.class);

        private Builder() {}

        public Builder put(DigestPart part, String value) {
            parts.put(part, value);
            return this;
        }

        public Builder put(DigestPart part, Sha256 value) {
            parts.put(part, value == null ? null : value.toString());
            return this;
        }

        public Builder put(DigestPart part, long value) {
            parts.put(part, value);
            return this;
        }

        public PlanDigest build() {
            return new PlanDigest(parts);
        }
    }
}
