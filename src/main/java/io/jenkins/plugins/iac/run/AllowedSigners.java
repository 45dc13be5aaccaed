package io.jenkins.plugins.iac.run;

import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who may sign the commits of an environment. The file belongs to whoever owns the catalog: an absolute path of the host, or
 * one relative to where the host keeps its catalog (beside the file on the command line, {@code JENKINS_HOME} in Jenkins).
 * It is never taken from the checkout: whoever may push there would choose who may sign.
 */
public final class AllowedSigners {
    private static final long MOST = 1 << 20;

    private AllowedSigners() {}

    /**
     * The text of the file, or null where the environment names none or the file is not there; then every signature is
     * unknown, which refuses where one is asked for.
     *
     * @param base directory of the host's catalog
     * @throws IacException of kind BAD_INPUT if it is there and cannot be read, or is larger than a mebibyte
     */
    public static String read(Environment environment, Path base) {
        if (environment.allowedSigners() == null) {
            return null;
        }
        Path file = base.toAbsolutePath().resolve(environment.allowedSigners()).normalize();
        try {
            if (!Files.isRegularFile(file)) {
                return null;
            }
            if (Files.size(file) > MOST) {
                throw failed(environment, file + " with " + Files.size(file) + " bytes");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw failed(environment, file + ": " + e);
        }
    }

    private static IacException failed(Environment environment, String found) {
        return IacException.badInput(
                "reading the allowed signers",
                "environment " + environment.name(),
                found,
                "a file that can be read, of at most " + MOST + " bytes",
                "mend the file, or 'allowedSigners' of the environment in the catalog");
    }
}
