package io.jenkins.plugins.iac.approval;

import java.lang.Character.UnicodeScript;
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
        boolean mixed = scripts.size() > 1 && !TOGETHER.containsAll(scripts);
        return mixed ? "letters of " + scripts + " in one id" : null;
    }

    private static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            case Character.SPACE_SEPARATOR -> c != ' ';
            default ->
                c == 0x034f
                        || c == 0x115f
                        || c == 0x1160
                        || c >= 0x180b && c <= 0x180f
                        || c == 0x2800
                        || c == 0x3164
                        || c >= 0xfe00 && c <= 0xfe0f
                        || c == 0xffa0
                        || c >= 0xe0100 && c <= 0xe01ef;
        };
    }
}
