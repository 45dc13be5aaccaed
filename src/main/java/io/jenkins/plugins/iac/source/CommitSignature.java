package io.jenkins.plugins.iac.source;

import io.jenkins.plugins.iac.model.Tri;

/**
 * What is known about the signature of a commit. {@link Tri#YES} only where an SSH signature is good, was made by a key
 * that the allowed signers file names for the namespace {@code git}, and that key is valid there both at the time of the
 * commit and now (the time of a commit is the committer's own claim). {@link Tri#NO} where there is no signature or it is
 * bad or by somebody else; {@link Tri#UNKNOWN} where it could not be judged, which counts as no.
 *
 * @param signed the answer
 * @param signer the principal of the allowed signers file, or null
 * @param key fingerprint of the key ({@code SHA256:...}), or null
 * @param reason why not yes; empty for yes
 */
public record CommitSignature(Tri signed, String signer, String key, String reason) {
    static CommitSignature no(String reason) {
        return new CommitSignature(Tri.NO, null, null, reason);
    }

    static CommitSignature unknown(String reason) {
        return new CommitSignature(Tri.UNKNOWN, null, null, reason);
    }
}
