package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.IacException;
import org.yaml.snakeyaml.Yaml;

/** A piece of a document, as a form has it for one field: read under the limits of a whole document, without a meaning yet. */
public final class Fragment {
    private Fragment() {}

    /**
     * Reads YAML or JSON into maps, lists, texts, numbers, truth values and null.
     *
     * @param name what the text is, for messages
     * @throws IacException of kind bad input with the first error
     */
    public static Object read(String text, String name) {
        Findings findings = new Findings();
        Tree tree = YamlTree.read(text, findings);
        if (tree == null || findings.hasErrors()) {
            Finding first = findings.errors().get(0);
            throw IacException.badInput(
                    "reading " + name,
                    first.line() == 0 ? "" : "line " + first.line() + ", column " + first.column(),
                    first.message().replaceFirst("^found ", ""),
                    "",
                    "");
        }
        return FreeValue.read(tree);
    }

    /** Writes such a value as YAML that {@link #read} reads again; a map's entries are lines. */
    public static String write(Object value) {
        return Export.seen(options -> {
            options.setSplitLines(false);
            return new Yaml(options).dump(value);
        });
    }
}
