package io.jenkins.plugins.iac.source;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.scan.ConfigurationScan;
import io.jenkins.plugins.iac.scan.ScanPolicy;
import io.jenkins.plugins.iac.scan.ScanResult;
import io.jenkins.plugins.iac.scan.ScanResult.ModuleCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a plan digest that come from the files of a fresh checkout. Take them before the tool runs: {@code init}
 * writes into the directory.
 *
 * @param tree {@link TreeHash} over the stack's directory and the local modules that it reaches ({@code sourceTree})
 * @param lockFile hash of {@code .terraform.lock.hcl}, or null where there is none ({@code lockFile})
 * @param modules hash over {@link #moduleText} ({@code modules})
 * @param directories the directories that the tree hash covers, relative to the root
 * @param moduleCalls every module call that was found
 */
public record StackSource(
        Sha256 tree, Sha256 lockFile, Sha256 modules, List<String> directories, List<ModuleCall> moduleCalls) {
    public static final String LOCK_FILE = ".terraform.lock.hcl";

    public StackSource {
        directories = List.copyOf(directories);
        moduleCalls = List.copyOf(moduleCalls);
    }

    /**
     * Measures a stack in a checkout.
     *
     * @throws IacException of kind REFUSED if the configuration cannot be read (then nobody knows which modules it
     *     reaches), or as {@link TreeHash#of} says
     */
    public static StackSource of(Path root, String directory) {
        ScanResult facts = ConfigurationScan.scan(root, directory, ScanPolicy.FACTS);
        if (!facts.passed()) {
            Condition condition = facts.condition();
            throw new IacException(
                    IacException.Kind.REFUSED,
                    new Problem(
                            "measuring the source of the stack",
                            directory,
                            facts.findings().get(0).file() + ":"
                                    + facts.findings().get(0).line() + " "
                                    + facts.findings().get(0).message(),
                            "configuration that can be read",
                            "correct the file"),
                    List.of(condition),
                    null);
        }
        List<String> directories = new ArrayList<>(List.of(directory));
        directories.addAll(facts.localModules());
        return new StackSource(
                TreeHash.of(root, directories),
                lockFile(root.resolve(directory).resolve(LOCK_FILE)),
                Sha256.of(moduleText(facts.modules())),
                directories,
                facts.modules());
    }

    /**
     * The text of the {@code modules} part, version 1: the line {@code iac-modules 1}, then for each call in the order of
     * file and line {@code directory NUL name NUL source NUL version LF}, with nothing for a version that is not there.
     */
    static String moduleText(List<ModuleCall> calls) {
        StringBuilder text = new StringBuilder("iac-modules 1\n");
        for (ModuleCall call : calls) {
            text.append(call.directory()).append('\0').append(call.name()).append('\0');
            text.append(call.source() == null ? "" : call.source()).append('\0');
            text.append(call.version() == null ? "" : call.version()).append('\n');
        }
        return text.toString();
    }

    private static Sha256 lockFile(Path file) {
        try {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Sha256.ofFile(file) : null;
        } catch (IOException e) {
            throw IacException.toolFailed(
                    "hashing the lock file",
                    file.toString(),
                    e.toString(),
                    "a file that can be read",
                    "check the disk");
        }
    }
}
