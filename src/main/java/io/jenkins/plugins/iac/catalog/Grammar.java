package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.Segments;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Ticket;
import java.util.regex.Pattern;

/**
 * How each kind of name may be spelled. What stands in a catalog ends up in arguments, paths, labels, token subjects and
 * pages; none of these grammars lets through a shell metacharacter where one could matter, {@code ..}, a control character
 * or a leading dash.
 */
enum Grammar {
    NAME(
            "[A-Za-z0-9][A-Za-z0-9._-]{0,99}",
            "letters, digits, '.', '_' and '-', starting with a letter or digit, at most 100",
            1),
    STACK("[A-Za-z0-9][A-Za-z0-9._-]{0,99}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,15}", StackId.EXPECTED),
    SCOPE(
            // Either '**' or no two stars in a row: what prod** would mean nobody can say.
            "(?:\\*\\*|(?:[A-Za-z0-9]|\\*(?!\\*))(?:[A-Za-z0-9._-]|\\*(?!\\*)){0,99})"
                    + "(?:/(?:\\*\\*|(?:[A-Za-z0-9]|\\*(?!\\*))(?:[A-Za-z0-9._-]|\\*(?!\\*)){0,99})){0,15}",
            "a stack's name in which '*' stands for any characters of a segment and a segment '**' for any segments",
            16),
    /** A user or group of whatever realm there is. */
    PRINCIPAL(
            "[\\p{L}\\p{N}][\\p{L}\\p{N} @._:/\\\\=,+#-]{0,199}", "a user or group name of at most 200 characters", 1),
    TEAM_OR_OWNER("@stack\\.owner|[A-Za-z0-9][A-Za-z0-9._-]{0,99}", "the name of a team or @stack.owner", 1),
    LABEL("[A-Za-z0-9][A-Za-z0-9._-]{0,99}", "one label of a Jenkins agent: letters, digits, '.', '_' and '-'", 1),
    AGENT(
            "[A-Za-z0-9_][A-Za-z0-9 ._()*-]{0,199}",
            "the name of a Jenkins agent: letters, digits, blanks, '.', '_', '-', '(' and ')', at most 200, starting"
                    + " with a letter, digit or '_'; '*' stands for any characters",
            1),
    REF(
            "[A-Za-z0-9_][A-Za-z0-9._/@+#-]{0,199}",
            "a branch: letters, digits, '.', '_', '/', '@', '+', '#' and '-', without '..'",
            32),
    REF_PATTERN(
            "[A-Za-z0-9_*][A-Za-z0-9._/@+#*-]{0,199}",
            "a branch, or refs/tags/ and a tag; '*' stands for any characters but '/'",
            32),
    REPOSITORY(
            "(?:(?:https?|ssh|git)://[A-Za-z0-9._~@:\\[\\]-]+/|file:///?|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:|/)"
                    + "[A-Za-z0-9._~/%+ -]{1,400}",
            "a git URL (https://, ssh://, git@host:path, file:///) or an absolute path"),
    DIRECTORY(
            "\\.|[A-Za-z0-9_.@+][A-Za-z0-9_.@+ -]{0,99}(?:/[A-Za-z0-9_.@+][A-Za-z0-9_.@+ -]{0,99}){0,31}",
            "a relative directory of the repository, without '..'",
            32),
    PATH("/[A-Za-z0-9_.@+-]+(?:/[A-Za-z0-9_.@+-]+)*", "an absolute path without '..'"),
    SIGNERS_PATH(
            "/?[A-Za-z0-9_.@+][A-Za-z0-9_.@+-]*(?:/[A-Za-z0-9_.@+][A-Za-z0-9_.@+-]*)*",
            "a path of the host, relative to its catalog or absolute, without '..'"),
    VERSION("\\d{1,5}\\.\\d{1,5}\\.\\d{1,5}(?:-[0-9A-Za-z.-]{1,50})?", "an exact version such as 1.10.0"),
    WORKSPACE("[A-Za-z0-9_-]{1,90}", "letters, digits, '_' and '-', at most 90"),
    IMAGE(
            "[a-z0-9][a-z0-9._:/-]{0,250}@sha256:[0-9a-f]{64}",
            "an image with its digest: name@sha256:<64 lower-case hex digits>"),
    CHECKSUM("(?:sha256:)?[0-9a-f]{64}", "sha256: and 64 lower-case hex digits"),
    VARIABLE("[A-Za-z_][A-Za-z0-9_-]{0,99}", "the name of a variable: letters, digits, '_' and '-'"),
    ENVIRONMENT_VARIABLE("[A-Za-z_][A-Za-z0-9_]{0,99}", "the name of an environment variable"),
    BACKEND_TYPE("[a-z][a-z0-9_]{0,30}", "a backend type such as s3 or local"),
    PROVIDER(
            "(?:[A-Za-z0-9][A-Za-z0-9.-]{0,100}(?::\\d{1,5})?/)?[A-Za-z0-9][A-Za-z0-9_-]{0,63}/[A-Za-z0-9][A-Za-z0-9_-]{0,63}",
            "a provider's source address: host/namespace/type"),
    MODULE_SOURCE("[A-Za-z0-9._/][A-Za-z0-9._/:@?&=+~%-]{0,400}", "the beginning of a module's source"),
    ADDRESS("[A-Za-z_][\\p{L}\\p{N}\\p{P}\\p{S} ]{0,499}", "a resource address"),
    ROLE("[A-Za-z0-9][A-Za-z0-9:/@._+=,-]{0,499}", "a role, account or client id without blanks", 1),
    AUDIENCE("[A-Za-z0-9][A-Za-z0-9:/@._+=?&-]{0,499}", "the audience that the cloud expects, without blanks", 1),
    KUBERNETES_NAME("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", "lower-case letters, digits and '-', at most 63"),
    KUBERNETES_KEY(
            "(?:[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?",
            "the key of a label or taint: name or domain/name"),
    KUBERNETES_VALUE(
            "[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?", "letters, digits, '.', '_' and '-', at most 63"),
    QUANTITY("[1-9][0-9]{0,8}(?:m|k|M|G|T|Ki|Mi|Gi|Ti)?", "an amount such as 500m, 2 or 4Gi"),
    CIDR("[0-9a-fA-F.:]{2,43}/[0-9]{1,3}", "an address range such as 10.20.0.0/16 or fd00::/8"),
    HTTPS_URL(
            "https://[A-Za-z0-9.-]{1,253}(?::\\d{1,5})?(?:/[A-Za-z0-9._~%/+-]{0,300})?",
            "an https URL without user, query and fragment"),
    ARGUMENT("[^\\p{Cntrl}]{1,300}", "one argument of at most 300 characters"),
    TYPE_PATTERN("[A-Za-z0-9_*-]{1,200}", "a resource type, in which '*' stands for any characters"),
    TICKET(Ticket.REGEX, "the beginning of a ticket's name, such as OPS-"),
    /** A sentence for people. */
    SENTENCE("[^\\p{Cntrl}]{1,1000}", "one line of at most 1000 characters"),
    SHORT("[^\\p{Cntrl}]{1,500}", "one line of at most 500 characters");

    /** Longest text that is taken as plain names without a look at the pattern. */
    private static final int SHORT_NAMES = 200;

    private final String regex;
    private final String expected;
    private final int names;
    /** Compiled when it is first needed: most catalogs need few. */
    private volatile Pattern pattern;

    Grammar(String regex, String expected) {
        this(regex, expected, 0);
    }

    /** @param names up to so many plain names joined by {@code /} match for certain, as {@link Segments} sees them */
    Grammar(String regex, String expected, int names) {
        this.regex = regex;
        this.expected = expected;
        this.names = names;
    }

    boolean matches(String text) {
        if (this == STACK) {
            return StackId.isValid(text);
        }
        if (names > 0 && text.length() <= SHORT_NAMES && Segments.are(text, names)) {
            return true;
        }
        return text.length() <= 1_000 && pattern().matcher(text).matches() && !(forbidsDots() && text.contains(".."));
    }

    private Pattern pattern() {
        Pattern known = pattern;
        if (known == null) {
            known = Pattern.compile(regex);
            pattern = known;
        }
        return known;
    }

    /** Whether two dots in a row are refused: everywhere but in text for people and resource addresses. */
    boolean forbidsDots() {
        return this != SENTENCE && this != SHORT && this != ADDRESS;
    }

    String regex() {
        return regex;
    }

    String expected() {
        return expected;
    }
}
