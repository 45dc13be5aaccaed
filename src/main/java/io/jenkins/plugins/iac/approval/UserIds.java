package io.jenkins.plugins.iac.approval;

import io.jenkins.plugins.iac.model.Unseen;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Set;

/**
 * Whether a user id can be mistaken for another one. Two votes of ids that look the same would look like two people's, and
 * the requester's own like somebody else's; so what cannot be told apart by looking does not vote. An id whose letters are
 * all of one script passes, whatever the script: then only the realm can say whose it is.
 */
final class UserIds {
    /** Are written with Latin, Han and each other by many people (Unicode TR 39, section 5.1). */
    private static final Set<UnicodeScript> TOGETHER = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.HANGUL,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.LATIN);

    private UserIds() {}

    /** Why an id does not vote, or null. */
    static String problem(String id) {
        if (id.isBlank()) {
            return "no id";
        }
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        for (int i = 0; i < id.length(); i += Character.charCount(id.codePointAt(i))) {
            int c = id.codePointAt(i);
            if (isUnseen(c)) {
                return String.format("the character U+%04X, which is not seen", c);
            }
            UnicodeScript script = UnicodeScript.of(c);
            if (script != UnicodeScript.COMMON && script != UnicodeScript.INHERITED) {
                scripts.add(script);
            }
        }
        String normal = Normalizer.normalize(id, Normalizer.Form.NFKC);
        if (!normal.equals(id)) {
            return "an id in letters of another form, by which it looks like '" + normal + "'";
        }
        boolean mixed = scripts.size() > 1 && !TOGETHER.containsAll(scripts);
        return mixed ? "letters of " + scripts + " in one id" : null;
    }

    /** Beside what is not seen at all, a blank that only looks like one. */
    private static boolean isUnseen(int c) {
        return Unseen.contains(c) || Character.getType(c) == Character.SPACE_SEPARATOR && c != ' ';
    }
}
