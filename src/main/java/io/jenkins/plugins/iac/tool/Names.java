package io.jenkins.plugins.iac.tool;

import io.jenkins.plugins.iac.model.IacException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The grammar of each name that becomes an argument or stands in a file of ours. Fails closed. */
final class Names {
    private static final String IDENTIFIER = "[A-Za-z_][A-Za-z0-9_-]{0,127}";
    private static final String KEY = "(?:\\[(?:[0-9]{1,9}|\"[^\"\\\\\\p{Cntrl}$%]{0,200}\")\\])?";
    private static final String MODULE = "module\\." + IDENTIFIER + KEY;
    private static final String RESOURCE = "(?:data\\.)?" + IDENTIFIER + "\\." + IDENTIFIER + KEY;
    private static final Pattern TARGET =
            Pattern.compile("(?:" + MODULE + "\\.){0,16}(?:" + MODULE + "|" + RESOURCE + ")");
    private static final Pattern WORKSPACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,89}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,127}");
    private static final Pattern LOCK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/+-]{0,255}");

    /** No '=' (it would make a file of {@code -backend-config} a setting), no quotes, no templates. */
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._/@+, :~#-]*");

    private Names() {}

    static String target(String address) {
        return check("target", address, TARGET, "a resource or module address such as module.net[\"a\"].aws_vpc.main");
    }

    static String workspace(String name) {
        if (name != null && name.contains("..")) {
            throw refuse("workspace", name, "a name without '..'");
        }
        return check(
                "workspace", name, WORKSPACE, "letters, digits, '.', '_' and '-', starting with a letter or digit");
    }

    static String variable(String name) {
        return check("variable", name, VARIABLE, "letters, digits, '_' and '-', starting with a letter or '_'");
    }

    static boolean isLockId(String id) {
        return LOCK.matcher(id).matches();
    }

    static String path(String what, Path path) {
        if (!path.isAbsolute() || !path.equals(path.normalize())) {
            throw refuse(what, path.toString(), "an absolute path without '..'");
        }
        return check(what, path.toString(), PATH, "an absolute path of plain characters");
    }

    private static String check(String what, String value, Pattern grammar, String expected) {
        if (value == null || !grammar.matcher(value).matches()) {
            throw refuse(what, value, expected);
        }
        return value;
    }

    private static IacException refuse(String what, String value, String expected) {
        String shown = value == null ? "none" : "'" + value.replaceAll("\\p{Cntrl}", "?") + "'";
        return IacException.badInput(
                "checking the " + what, "", shown, expected, "correct the " + what + " where it is written");
    }
}
