package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.IacException;
import java.util.List;

/**
 * What came of reading a catalog.
 *
 * @param name what was read, as a person knows it
 * @param catalog the catalog, or null if there is any error: a catalog that is partly wrong is not used
 * @param errors everything that is wrong, by position
 * @param warnings what is legal but dangerous, by position
 */
public record LoadResult(String name, Catalog catalog, List<Finding> errors, List<Finding> warnings) {
    public LoadResult {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }

    public boolean isOk() {
        return catalog != null;
    }

    /**
     * The catalog.
     *
     * @throws IacException of kind bad input with the first error and their number
     */
    public Catalog orThrow() {
        if (catalog != null) {
            return catalog;
        }
        Finding first = errors.get(0);
        String where = first.line() == 0 ? name : name + " line " + first.line() + ", column " + first.column();
        throw IacException.badInput(
                "reading the catalog",
                first.path().isEmpty() ? where : where + ", " + first.path(),
                errors.size() == 1 ? "an error" : errors.size() + " errors",
                "none; the first: " + first.message(),
                "run lint and mend them");
    }
}
