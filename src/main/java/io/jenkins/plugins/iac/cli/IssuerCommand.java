package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.identity.Issuer;
import io.jenkins.plugins.iac.identity.IssuerDocuments;
import io.jenkins.plugins.iac.identity.IssuerKey;
import io.jenkins.plugins.iac.identity.IssuerKeys;
import io.jenkins.plugins.iac.identity.IssuerUrl;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code issuer}: the issuer of identity tokens of this home. */
@Command(
        name = "issuer",
        header = "Shows and keeps the issuer of identity tokens: its URL, its keys, the documents that clouds fetch.",
        description = {
            "",
            "Clouds trust a URL. Give it once with --url, export the documents with --export DIR and let any static web",
            "server show DIR at that URL; export again after every change of the keys.",
            "A key is published long before it signs and long after it signed; --rotate is refused until the next one has",
            "been published for a day. --revoke KID takes a stolen key out at once.",
            "The keys are kept encrypted under the key of a file outside of the home, below ~/.config/iac-runners where",
            "--key-file names no other. Keep a copy of it: without it the keys cannot be read."
        })
final class IssuerCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Option(names = "--url", paramLabel = "URL", description = "the issuer's URL, https, without a slash at the end")
    private String url;

    @Option(names = "--export", paramLabel = "DIR", description = "write discovery document and key set below DIR")
    private Path export;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "encrypt the keys under this file's key from now on; it is made where there is none")
    private Path keyFile;

    @Option(names = "--rotate", description = "let the next key sign from now on")
    private boolean rotate;

    @Option(names = "--revoke", paramLabel = "KID", description = "take out a key that somebody else may have")
    private String revoke;

    @Override
    public Integer call() throws IOException {
        Home home = root.home();
        IssuerUrl wanted = url == null ? null : new IssuerUrl(url);
        if (keyFile != null) {
            home.sealIssuer(keyFile);
        } else if (wanted != null && home.issuerKeyFile() == null) {
            home.sealIssuer(KeyFile.usual());
        }
        if (wanted != null) {
            home.setIssuerUrl(wanted);
        }
        Issuer issuer = home.issuer();
        if (issuer == null) {
            throw IacException.badInput(
                    "looking for the issuer",
                    home.directory().toString(),
                    "a home without an issuer",
                    "an issuer with a URL",
                    "give it once: issuer --url https://...");
        }
        if (revoke != null) {
            issuer.keys().revoke(revoke);
        }
        if (rotate) {
            issuer.keys().rotate();
        }
        List<Path> files = export == null ? List.of() : IssuerDocuments.export(issuer.url(), issuer.keys(), export);
        print(issuer, files, home.issuerKeyFile());
        return 0;
    }

    private void print(Issuer issuer, List<Path> files, Path encryptedBy) {
        Instant now = root.clock().instant();
        IssuerKeys keys = issuer.keys();
        ObjectNode document = Json.object();
        document.put("issuer", issuer.url().value());
        document.put("discovery", issuer.url().discovery());
        document.put("jwks", issuer.url().jwks());
        document.put("rotatableFrom", keys.rotatableFrom().toString());
        document.put("keyFile", encryptedBy == null ? null : encryptedBy.toString());
        document.putArray("keys");
        for (IssuerKey key : keys.all()) {
            document.withArray("keys")
                    .addObject()
                    .put("kid", key.kid())
                    .put("alg", key.algorithm().name())
                    .put("stage", key.stage(now).name().toLowerCase(Locale.ROOT))
                    .put("created", key.created().toString())
                    .put(
                            "signedFrom",
                            key.signedFrom() == null ? null : key.signedFrom().toString())
                    .put("retired", key.retired() == null ? null : key.retired().toString())
                    .put("revoked", key.revoked() == null ? null : key.revoked().toString());
        }
        document.putArray("exported");
        files.forEach(f -> document.withArray("exported").add(f.toString()));
        root.print(document, () -> {
            Terminal terminal = root.terminal();
            terminal.out().println("issuer     " + issuer.url());
            terminal.out().println("discovery  " + issuer.url().discovery());
            terminal.out().println("keys       " + issuer.url().jwks());
            for (IssuerKey key : keys.all()) {
                terminal.out()
                        .println("  " + key.kid() + "  " + key.algorithm() + "  "
                                + key.stage(now).name().toLowerCase(Locale.ROOT) + "  since " + key.created());
            }
            terminal.out()
                    .println("encrypted  "
                            + (encryptedBy == null
                                    ? terminal.bad("no: name a file outside of the home with --key-file")
                                    : "with the key in " + encryptedBy));
            terminal.out().println("the next key can sign from " + keys.rotatableFrom());
            files.forEach(f -> terminal.out().println("wrote " + f));
        });
    }
}
