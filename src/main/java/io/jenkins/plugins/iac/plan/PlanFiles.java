package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Tells the two forms of a plan apart. */
public final class PlanFiles {
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    private PlanFiles() {}

    /**
     * Whether the file is a saved plan (a zip), rather than JSON. Looks at its first bytes only: {@link SavedPlan#read}
     * says whether it is a good one.
     *
     * @throws IacException of bad input if it cannot be read
     */
    public static boolean isSavedPlan(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(ZIP.length), ZIP);
        } catch (IOException e) {
            throw unreadable(PlanWalker.DOING, file, e);
        }
    }

    static IacException unreadable(String doing, Path file, IOException e) {
        String found = e instanceof NoSuchFileException ? "no such file" : "an error: " + e.getMessage();
        return new IacException(
                IacException.Kind.BAD_INPUT,
                new Problem(doing, file.toString(), found, "a readable file", "check the path"),
                List.of(),
                e);
    }
}
