package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.evidence.Copies;
import io.jenkins.plugins.iac.evidence.CopyStatus;
import io.jenkins.plugins.iac.evidence.VerificationResult;
import io.jenkins.plugins.iac.evidence.Verifier;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code verify}: evidence, offline. */
@Command(
        name = "verify",
        header = "Verifies evidence offline: signatures, what the statements say, and the log.",
        description = {
            "",
            "Exit code 3 and what is wrong, where and since when, if anything does not verify.",
            "",
            "Example: iac-runners verify evidence.dsse.json --keys keys.json --log .iac/evidence --since checkpoint.txt"
        })
final class VerifyCommand implements Callable<Integer> {
    private static final String VERIFYING = "verifying evidence";

    @ParentCommand
    private RootCommand root;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "envelopes (evidence.dsse.json), and proofs of 'audit'")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--log", paramLabel = "DIR", description = "verify this log as a whole, too")
    private Path log;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = "the public keys, as 'keys' prints them (default: those of --home)")
    private Path keys;

    @Option(
            names = "--since",
            paramLabel = "CHECKPOINT",
            description = "a checkpoint that was kept: the log, or a proof of 'audit consistency', must go on from it")
    private Path since;

    @Override
    public Integer call() {
        if (files.isEmpty() && log == null) {
            throw bad("", "nothing to verify", "a file, or --log DIR", "name the evidence");
        }
        VerificationResult result = Verifier.verify(
                files,
                Optional.ofNullable(log),
                keys(),
                Optional.ofNullable(since).map(this::text));
        List<CopyStatus> copies = copies();
        result = withCopies(result, copies);
        VerificationResult all = result;
        ObjectNode document = Json.object();
        document.put("verified", result.verified());
        ArrayNode problems = document.putArray("problems");
        result.problems()
                .forEach(p -> problems.addObject().put("record", p.record()).put("what", p.what()));
        if (!copies.isEmpty()) {
            document.set("copies", Copies.json(copies));
        }
        if (root.isJson() && !result.foreign().isEmpty()) {
            return notEvidence(result.foreign().get(0), document);
        }
        root.print(document, () -> print(all, copies));
        if (!root.isJson()) {
            result.foreign().forEach(f -> notEvidence(f, document));
        }
        return result.verified() ? 0 : IacException.Kind.NOT_VERIFIED.exitCode();
    }

    /** A file that was named by mistake is an error like others, beside what was found about the rest. */
    private int notEvidence(Problem foreign, ObjectNode document) {
        return root.report(foreign, IacException.Kind.NOT_VERIFIED, List.of(), root.isJson(), document);
    }

    /** Those that the catalog names for this very log; none where there is no catalog to say so. */
    private List<CopyStatus> copies() {
        if (log == null || keys != null || !Files.isRegularFile(root.catalogFile())) {
            return List.of();
        }
        Home home = root.existingHome("the home of the log");
        return log.toAbsolutePath().normalize().equals(home.log()) ? home.copies(root.catalogFile()) : List.of();
    }

    private static VerificationResult withCopies(VerificationResult result, List<CopyStatus> copies) {
        List<VerificationResult.Problem> problems = new ArrayList<>(result.problems());
        copies.stream()
                .filter(c -> c.state() == CopyStatus.State.DIVERGED)
                .forEach(c -> problems.add(new VerificationResult.Problem("copy " + c.copy(), c.meaning())));
        return new VerificationResult(result.verified() && problems.isEmpty(), result.records(), problems);
    }

    private void print(VerificationResult result, List<CopyStatus> copies) {
        Terminal terminal = root.terminal();
        copies.forEach(c -> terminal.out()
                .println("copy " + c.copy() + " is " + c.state().name().toLowerCase(Locale.ROOT) + ": " + c.meaning()));
        result.problems().stream().filter(p -> p.foreign() == null).forEach(p -> terminal.out()
                .println("  " + terminal.bad("- ") + p.record() + ": " + p.what()));
        terminal.out()
                .println(
                        result.verified()
                                ? terminal.good("verified") + ": " + count(result.records(), "record")
                                        + ", nothing wrong"
                                : terminal.bad("not verified") + ": "
                                        + count(result.problems().size(), "problem"));
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private PublicKeys keys() {
        if (keys == null) {
            return root.existingHome("the keys of --home, or --keys FILE")
                    .keys()
                    .publicKeys();
        }
        return KeysFile.read(keys, log, root, VERIFYING);
    }

    private String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw bad(file.toString(), e.getClass().getSimpleName(), "a file that can be read", "correct the path");
        }
    }

    private static IacException bad(String where, String found, String expected, String next) {
        return IacException.badInput(VERIFYING, where, found, expected, next);
    }
}
