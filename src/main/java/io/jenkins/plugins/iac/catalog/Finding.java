package io.jenkins.plugins.iac.catalog;

/**
 * One thing that lint has to say.
 *
 * @param line line from 1, or 0 where the origin has no positions
 * @param column column from 1, or 0
 * @param path where in the document, for example {@code pools[0].tools[1].sha256}
 * @param message what was found, what was expected, what to do
 */
public record Finding(int line, int column, String path, String message) {
    @Override
    public String toString() {
        String position = line == 0 ? "" : "line " + line + ", column " + column + ": ";
        return position + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
