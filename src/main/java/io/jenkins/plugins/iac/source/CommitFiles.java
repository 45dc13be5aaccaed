package io.jenkins.plugins.iac.source;

import io.jenkins.plugins.iac.model.IacException;
import java.nio.charset.StandardCharsets;

/**
 * What a commit would put on disk, read from {@code git ls-tree -r -l -z} before anything is put there.
 *
 * @param files number of files and links
 * @param bytes their sizes together
 */
record CommitFiles(int files, long bytes) {
    private static final String DOING = "reading what the commit holds";

    /**
     * Reads the listing.
     *
     * @throws IacException of kind REFUSED if it is over a limit, or holds something that is no file, link or submodule
     */
    static CommitFiles read(byte[] listing, CheckoutLimits limits, String where) {
        int files = 0;
        long bytes = 0;
        int start = 0;
        for (int i = 0; i < listing.length; i++) {
            if (listing[i] != 0) {
                continue;
            }
            String line = new String(listing, start, i - start, StandardCharsets.UTF_8);
            start = i + 1;
            // "100644 blob <id> <size padded>\t<path>"; a submodule is "160000 commit <id> -" and stays an empty
            // directory
            String[] facts =
                    line.substring(0, Math.max(0, line.indexOf('\t'))).trim().split(" +");
            if (facts.length != 4) {
                throw IacException.toolFailed(
                        DOING, where, Text.printable(line), "mode, type, id, size", "check the version of git");
            }
            if (facts[1].equals("commit")) {
                continue;
            }
            files++;
            bytes += Long.parseLong(facts[3]);
            if (files > limits.files() || bytes > limits.bytes()) {
                throw IacException.refused(
                        DOING,
                        where,
                        "more than " + (files > limits.files() ? limits.files() + " files" : limits.bytes() + " bytes"),
                        "at most " + limits.files() + " files and " + limits.bytes() + " bytes",
                        "keep large data out of the repository of a stack");
            }
        }
        return new CommitFiles(files, bytes);
    }
}
