package io.jenkins.plugins.iac.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whom a token is for, and what the clients there must be told to use it: one list for the linter and for what a run gets.
 * The forms are those that the clouds document; what does not match could not work there.
 */
public enum Cloud {
    AWS(
            Setting.must(
                    Setting.ROLE,
                    "arn:aws(?:-[a-z]+)*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+",
                    "the ARN of a role: arn:aws:iam::<12 digits>:role/<name>"),
            Setting.may("region", "[a-z]{2}(?:-[a-z]+)+-[0-9]{1,2}", "a region such as eu-west-1")),
    AZURE(
            Setting.must(Setting.ROLE, Forms.UUID, "a client id (UUID)"),
            Setting.must("tenant", Forms.UUID + "|" + Forms.DOMAIN, "a tenant id (UUID) or one of its domains"),
            Setting.may("subscription", Forms.UUID, "a subscription id (UUID)"),
            Setting.may("cloud", "public|usgovernment|china", "public, usgovernment or china")),
    GOOGLE(
            Setting.may(
                    Setting.ROLE,
                    "[A-Za-z0-9-]{1,64}@" + "(?:[a-z0-9-]+\\.){1,8}gserviceaccount\\.com",
                    "the address of a service account: <name>@<project>.iam.gserviceaccount.com"),
            Setting.must(
                    "provider",
                    "projects/[0-9]+/locations/global/workloadIdentityPools/[a-z0-9-]{4,32}/providers/[a-z0-9-]{4,32}",
                    "projects/<number>/locations/global/workloadIdentityPools/<4 to 32 characters>/providers/<4 to 32"
                            + " characters>"),
            Setting.may("project", "(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]", "a project id"),
            Setting.may("region", "[a-z]+-[a-z]+[0-9]{1,2}", "a region such as europe-west1")),
    VAULT(
            Setting.must(Setting.ROLE, "[A-Za-z0-9._/-]+", "the name of a role of the JWT authentication"),
            Setting.must("address", Forms.URL, Forms.URL_EXPECTED),
            Setting.may("namespace", "[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*/?", "a namespace"),
            Setting.may("caFile", Forms.FILE, Forms.FILE_EXPECTED)),
    KUBERNETES(
            Setting.must("address", Forms.URL, Forms.URL_EXPECTED),
            Setting.may("caFile", Forms.FILE, Forms.FILE_EXPECTED)),
    GENERIC(
            Setting.may("variable", Forms.VARIABLE, Forms.VARIABLE_EXPECTED),
            Setting.may("tokenVariable", Forms.VARIABLE, Forms.VARIABLE_EXPECTED));

    /** Longest subject that Google maps, in bytes; subjects are ASCII. */
    public static final int GOOGLE_SUBJECT = 127;

    private static final List<Cloud> ALL = List.of(values());

    private final String id = name().toLowerCase(Locale.ROOT);
    private final List<Setting> settings;

    Cloud(Setting... settings) {
        this.settings = List.of(settings);
    }

    /** As the catalog spells it. */
    public String id() {
        return id;
    }

    public static Optional<Cloud> of(String id) {
        for (Cloud cloud : ALL) {
            if (cloud.id.equals(id)) {
                return Optional.of(cloud);
            }
        }
        return Optional.empty();
    }

    public static List<String> ids() {
        return Arrays.stream(values()).map(Cloud::id).toList();
    }

    /** What {@code role} of an identity must be; empty where any or none will do. */
    public Optional<Setting> role() {
        return settings.stream().filter(s -> s.name().equals(Setting.ROLE)).findFirst();
    }

    /** The {@code parameters} that an identity may have, needed ones first; no others mean anything. */
    public List<Setting> parameters() {
        List<Setting> own =
                settings.stream().filter(s -> !s.name().equals(Setting.ROLE)).toList();
        return java.util.stream.Stream.concat(own.stream(), java.util.stream.Stream.of(Setting.SUBJECT_FORM))
                .toList();
    }

    /** Whether there are subjects too long to be told from others there. */
    public boolean boundsSubject() {
        return this == GOOGLE;
    }

    /** Whether a subject of this length can be told from others there. */
    public boolean takesSubjectOf(int length) {
        return !boundsSubject() || length <= GOOGLE_SUBJECT;
    }

    /**
     * One setting.
     *
     * @param name {@code role}, or a key of {@code parameters}
     * @param expected its form, for people
     */
    public record Setting(String name, boolean needed, Pattern form, String expected) {
        /** Parameter of every identity: which form of the subject its cloud is given. */
        public static final String SUBJECT = "subject";

        /** The form of a hash, for clouds that bound the length of a subject. */
        public static final String EXACT = "exact";

        /** The form that people read. */
        public static final String READABLE = "readable";

        private static final String ROLE = "role";
        private static final Setting SUBJECT_FORM = may(SUBJECT, READABLE + "|" + EXACT, "readable or exact");

        private static Setting must(String name, String form, String expected) {
            return new Setting(name, true, Pattern.compile(form), expected);
        }

        private static Setting may(String name, String form, String expected) {
            return new Setting(name, false, Pattern.compile(form), expected);
        }

        public boolean takes(String value) {
            return form.matcher(value).matches();
        }
    }

    /** Forms that several share. */
    private static final class Forms {
        static final String UUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
        static final String DOMAIN = "[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63})+";
        /** Where a token is sent: never in the clear, but for a test on one machine. */
        static final String URL =
                "(?:https://[A-Za-z0-9.-]+|http://(?:localhost|127\\.0\\.0\\.1))(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/-]*)?";

        static final String URL_EXPECTED = "a URL that begins with https://";
        static final String FILE = "(?:/[A-Za-z0-9_.@+-]+)+";
        static final String FILE_EXPECTED = "the absolute path of a file on the agent";
        static final String VARIABLE = "[A-Za-z_][A-Za-z0-9_]{0,99}";
        static final String VARIABLE_EXPECTED = "the name of an environment variable";
    }
}
