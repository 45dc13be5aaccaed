package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;

/**
 * Reads a catalog: the bare document, or a Configuration as Code file with the document under {@code unclassified: iac:}.
 * All errors are reported at once; a document with any error yields no catalog. Nothing is executed or instantiated.
 */
public final class CatalogLoader {
    private CatalogLoader() {}

    /**
     * Reads a file.
     *
     * @throws IacException of kind bad input if it cannot be read or is no UTF-8 text of reasonable size
     */
    public static LoadResult load(java.nio.file.Path file) {
        return load(text(file), file.toString());
    }

    static String text(java.nio.file.Path file) {
        if (Files.isDirectory(file)) {
            throw IacException.badInput(
                    "reading a file", file.toString(), "a directory", "a file in YAML or JSON", "name the file in it");
        }
        try {
            if (Files.size(file) > YamlTree.MAX_CHARACTERS) {
                throw IacException.badInput(
                        "reading a file",
                        file.toString(),
                        Files.size(file) + " bytes",
                        "at most " + YamlTree.MAX_CHARACTERS,
                        "split what is generated, or use scopes");
            }
            return decode(Files.readAllBytes(file));
        } catch (CharacterCodingException e) {
            throw IacException.badInput(
                    "reading a file", file.toString(), "bytes that are not UTF-8", "UTF-8 text", "convert the file");
        } catch (IOException e) {
            throw IacException.badInput(
                    "reading a file",
                    file.toString(),
                    "no readable file (" + e.getClass().getSimpleName() + ")",
                    "a file in YAML or JSON",
                    "check its name and permissions");
        }
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf('\ufffd') >= 0) {
            // the replacement character was there, or the bytes are wrong: only the decoder can tell
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        }
        return text;
    }

    /**
     * Reads text.
     *
     * @param name what the text is, for messages
     */
    public static LoadResult load(String text, String name) {
        Findings findings = new Findings();
        Tree tree = YamlTree.read(text, findings);
        if (tree == null) {
            return new LoadResult(name, null, findings.errors(), findings.warnings());
        }
        return new Assembly(findings, new Conditions(text)).assemble(subtree(tree), name);
    }

    /** Reads a tree from another origin, through the same checks; see {@link Tree#of}. */
    public static LoadResult load(Tree tree, String name) {
        Findings findings = new Findings();
        return new Assembly(findings, new Conditions(null)).assemble(subtree(tree), name);
    }

    /** Reads plain maps, lists, texts, numbers and truth values, as forms and Configuration as Code have them. */
    public static LoadResult load(Map<String, ?> plain, String name) {
        return load(Tree.of(plain), name);
    }

    private static Tree subtree(Tree tree) {
        if (tree instanceof Tree.Mapping root
                && root.get("unclassified") instanceof Tree.Mapping unclassified
                && unclassified.get("iac") != null) {
            return unclassified.get("iac");
        }
        return tree;
    }
}
