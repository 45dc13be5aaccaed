package io.jenkins.plugins.iac.jenkins.config;

import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.catalog.Finding;
import io.jenkins.plugins.iac.catalog.Fragment;
import io.jenkins.plugins.iac.catalog.LoadResult;
import io.jenkins.plugins.iac.catalog.PastTimes;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The document that this controller works by, and what came of reading it. Immutable.
 *
 * @param text the document in YAML
 * @param version SHA-256 of the text: what a form was filled from, so that nobody overwrites what they have not seen
 * @param result what came of reading it; without a catalog where the document has an error
 * @param plain of a document with an error, for what must be closed all the same: its plain maps, lists and texts, or null
 *     where nothing can be read from it; of one without, null
 */
public record CatalogDocument(String text, Sha256 version, LoadResult result, Object plain) {
    /** What messages call it. */
    public static final String NAME = "the catalog of this controller";

    static final CatalogDocument EMPTY = of("{}\n");

    /** The document of this text. */
    public static CatalogDocument of(String text) {
        LoadResult result = CatalogLoader.load(text, NAME);
        return new CatalogDocument(text, version(text), result, result.isOk() ? null : plain(text));
    }

    /** The document that forms and code make: written anew, so that comments and spacing are gone. */
    static CatalogDocument of(Map<String, Object> plain) {
        LoadResult result = CatalogLoader.load(plain, NAME);
        String text = result.isOk() ? result.catalog().toYaml() : "{}\n";
        return new CatalogDocument(text, version(text), result, result.isOk() ? null : plain);
    }

    /** What is dangerous about it, with what it says of times that are long over by now. */
    List<Finding> warnings(Instant now) {
        List<Finding> warnings = new ArrayList<>(result.warnings());
        if (result.isOk()) {
            warnings.addAll(PastTimes.warnings(result.catalog(), now));
        }
        return List.copyOf(warnings);
    }

    private static Object plain(String text) {
        try {
            return Fragment.read(text, NAME);
        } catch (IacException e) {
            return null;
        }
    }

    private static Sha256 version(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
