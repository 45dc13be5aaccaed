package io.jenkins.plugins.iac.approval;

import java.text.Normalizer;
import java.util.Locale;

/** When two user ids mean one person; a host passes on what its security realm says ({@code IdStrategy} in Jenkins). */
@FunctionalInterface
public interface PersonIds {
    /** Jenkins' own default, and the safer one: it can only make two votes into one. */
    PersonIds CASE_INSENSITIVE = id -> normal(id).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);

    /** For realms in which {@code Alice} and {@code alice} are two people. */
    PersonIds CASE_SENSITIVE = PersonIds::normal;

    /** The same text for all ids of one person. */
    String key(String id);

    private static String normal(String id) {
        return Normalizer.normalize(id.strip(), Normalizer.Form.NFKC);
    }

    /** Whether both ids are known and mean one person. */
    default boolean same(String a, String b) {
        return a != null && b != null && key(a).equals(key(b));
    }
}
