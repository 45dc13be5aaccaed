package io.jenkins.plugins.iac.jenkins.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * The labels of a series, in the order in which they are written.
 *
 * @param pairs name, value, name, value...
 */
record Labels(List<String> pairs) {
    static final Labels NONE = new Labels(List.of());

    static Labels of(String... pairs) {
        return new Labels(List.of(pairs));
    }

    Labels and(String name, String value) {
        List<String> more = new ArrayList<>(pairs);
        more.add(name);
        more.add(value);
        return new Labels(List.copyOf(more));
    }

    boolean has(String name) {
        for (int i = 0; i < pairs.size(); i += 2) {
            if (pairs.get(i).equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** The same series for every pool and stack that has none of its own. */
    Labels folded() {
        List<String> folded = new ArrayList<>(pairs);
        for (int i = 0; i < folded.size(); i += 2) {
            if (folded.get(i).equals("pool") || folded.get(i).equals("stack")) {
                folded.set(i + 1, Names.OTHER);
            }
        }
        return new Labels(List.copyOf(folded));
    }

    /** As the text format wants them: {@code {pool="a",end="b"}}, empty for none. */
    String text() {
        if (pairs.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < pairs.size(); i += 2) {
            text.append(i == 0 ? "" : ",")
                    .append(pairs.get(i))
                    .append("=\"")
                    .append(escaped(pairs.get(i + 1)))
                    .append('"');
        }
        return text.append('}').toString();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
