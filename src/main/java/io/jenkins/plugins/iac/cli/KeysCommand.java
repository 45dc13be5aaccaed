package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.evidence.KeyRotation;
import io.jenkins.plugins.iac.journal.Journal;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code keys}: the public keys that verify the evidence of this home. */
@Command(
        name = "keys",
        header = "Prints the public keys, with their history, that verify the evidence of this home.",
        description = {
            "",
            "A JSON Web Key Set; with --format pem the key that signs now as SubjectPublicKeyInfo, for other people's tools.",
            "Give the set to whoever shall verify without this home: iac-runners verify --keys keys.json evidence.dsse.json"
        })
final class KeysCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Spec
    private picocli.CommandLine.Model.CommandSpec spec;

    @Option(names = "--rotate", description = "retire the signing key and make a new one first")
    private boolean rotate;

    @Override
    public Integer call() throws Exception {
        Home home = root.home();
        if (rotate) {
            rotate(home);
        }
        KeyRing keys = home.keys();
        switch (root.formatName().toLowerCase(Locale.ROOT)) {
            case "pem" -> root.terminal().out().print(keys.current().publicKey().pem());
            case "json" ->
                root.terminal().out().println(Json.write(keys.publicKeys().jwks()));
            // People read the set as well as programs do, and it can be kept as it is printed.
            case "text" ->
                root.terminal().out().println(Json.pretty(keys.publicKeys().jwks()));
            default -> throw new ParameterException(spec.commandLine(), "--format takes text, json or pem here");
        }
        return 0;
    }

    /** After every other command of this home: one at work would go on to sign with the key that is retired. */
    private void rotate(Home home) throws IOException {
        try (Journal journal = Journal.open(home.journal(), root.clock(), root.patience(), root::progress)) {
            journal.repairs().forEach(root::progress);
            KeyRotation.rotate(home.log(), home.keys(), root.clock()).ifPresent(root::progress);
        }
    }
}
