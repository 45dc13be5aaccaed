package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Public keys that a person names, as {@code keys} prints them and a log keeps them. */
final class KeysFile {
    private KeysFile() {}

    /**
     * Reads them.
     *
     * @param doing what for, as an error says it
     * @throws IacException of kind BAD_INPUT where there is none, or no set of usable keys
     */
    static PublicKeys read(Path file, String doing) {
        try {
            return PublicKeys.ofJwks(Json.parse(Files.readString(file)));
        } catch (JsonProcessingException e) {
            throw bad(doing, file, "something that is not JSON");
        } catch (IOException e) {
            throw IacException.badInput(
                    doing,
                    file.toString(),
                    e.getClass().getSimpleName(),
                    "a file that can be read",
                    "correct the path");
        } catch (IllegalArgumentException e) {
            throw bad(doing, file, "JSON in which a key cannot be used: " + e.getMessage());
        }
    }

    /** The same for a log; says so where the keys lie in it, for then whoever wrote it may have written them, too. */
    static PublicKeys read(Path file, Path log, RootCommand root, String doing) {
        PublicKeys keys = read(file, doing);
        try {
            if (log != null && Files.isDirectory(log) && file.toRealPath().startsWith(log.toRealPath())) {
                root.progress("the keys lie in the log itself: this shows that the log fits together, not whose it is;"
                        + " compare them with a set that was kept elsewhere");
            }
        } catch (IOException e) {
            throw IacException.badInput(
                    doing, file + ", " + log, e.getClass().getSimpleName(), "paths that can be read", "correct them");
        }
        return keys;
    }

    private static IacException bad(String doing, Path file, String found) {
        return IacException.badInput(
                doing,
                file.toString(),
                found,
                "a JSON Web Key Set with the keys of the home",
                "export it with 'keys', or from /iac/keys/ of the Jenkins");
    }
}
