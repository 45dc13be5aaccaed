package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.crypto.AesGcm;
import io.jenkins.plugins.iac.crypto.FileSecretStore;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.crypto.SealedSecrets;
import io.jenkins.plugins.iac.crypto.SecretStore;
import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.durable.WriterLock;
import io.jenkins.plugins.iac.evidence.Copies;
import io.jenkins.plugins.iac.evidence.CopyStatus;
import io.jenkins.plugins.iac.identity.Issuer;
import io.jenkins.plugins.iac.identity.IssuerKeys;
import io.jenkins.plugins.iac.identity.IssuerUrl;
import io.jenkins.plugins.iac.identity.TokenAlgorithm;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A directory of the command line's own: keys, journal, evidence log, runs, and how it was made. */
final class Home {
    private static final String SETTINGS = "home.json";
    private static final String KEYS = "keys";
    /** How long to wait for another command that makes the home, or its first key. */
    private static final Duration FIRST = Duration.ofSeconds(30);

    private static final String ISSUER = "issuer";
    private static final String KEY_FILE = "issuerKeyFile";
    private static final String KEY_NAME = "issuerKeys";
    private final Path directory;
    private final boolean trustLocalVotes;
    private final InstantSource clock;

    private Home(Path directory, boolean trustLocalVotes, InstantSource clock) {
        this.directory = directory;
        this.trustLocalVotes = trustLocalVotes;
        this.clock = clock;
    }

    /**
     * Opens a home, making it where there is none.
     *
     * @throws IacException if it cannot be made or read, or if local votes are asked for in a home made without them
     */
    static Home open(Path directory, boolean trustLocalVotes, InstantSource clock) {
        Path absolute = directory.toAbsolutePath().normalize();
        Path settings = absolute.resolve(SETTINGS);
        try {
            if (!Files.exists(settings)) {
                make(absolute, trustLocalVotes, clock);
            }
            if (!DurableFiles.isPrivate(absolute)) {
                // Of an earlier version, or copied: what is in it is not for others.
                DurableFiles.makePrivate(absolute);
            }
            JsonNode document = Json.mapper().readTree(settings.toFile());
            boolean made = document.path("trustLocalVotes").asBoolean(false);
            if (trustLocalVotes && !made) {
                throw IacException.badInput(
                        "opening the home",
                        absolute.toString(),
                        "a home made without --trust-local-votes",
                        "the option only when a home is made",
                        "leave the option out, or name a new directory with --home");
            }
            return new Home(absolute, made, clock);
        } catch (IOException e) {
            throw IacException.toolFailed(
                    "opening the home",
                    absolute.toString(),
                    e.getClass().getSimpleName() + ": " + e.getMessage(),
                    "a directory that this user may write",
                    "name another one with --home, or free some space");
        }
    }

    /** Of two commands that would make it at the same time one does, and the other opens what it made. */
    private static void make(Path directory, boolean trustLocalVotes, InstantSource clock) throws IOException {
        checkEmpty(directory);
        DurableFiles.directory(directory);
        try (WriterLock lock = WriterLock.take(directory, "making the home", FIRST)) {
            if (Files.exists(directory.resolve(SETTINGS))) {
                return;
            }
            // It may have been there, empty and open to others.
            DurableFiles.makePrivate(directory);
            ObjectNode document = Json.object();
            document.put("version", 1);
            document.put("created", clock.instant().toString());
            document.put("trustLocalVotes", trustLocalVotes);
            new FileSecretStore(directory).store(SETTINGS, Json.write(document).getBytes("UTF-8"));
        }
    }

    /** What is in there belongs to somebody: it is neither used nor closed to others by a wrong word after --home. */
    private static void checkEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            Optional<String> other = files.map(f -> f.getFileName().toString())
                    .filter(name -> !name.startsWith(SETTINGS) && !name.equals(WriterLock.NAME))
                    .sorted()
                    .findFirst();
            // Another command may have made it meanwhile, its settings first.
            if (other.isPresent() && !Files.exists(directory.resolve(SETTINGS))) {
                throw IacException.badInput(
                        "making a home",
                        directory.toString(),
                        "a directory with something else in it: " + other.get(),
                        "a home, an empty directory, or none",
                        "name another one with --home");
            }
        }
    }

    Path directory() {
        return directory;
    }

    boolean trustsLocalVotes() {
        return trustLocalVotes;
    }

    Path journal() {
        return directory.resolve("journal");
    }

    Path log() {
        return directory.resolve("evidence");
    }

    Path runs() {
        return directory.resolve("runs");
    }

    Path state() {
        return directory.resolve("state");
    }

    SecretStore secrets() {
        return new FileSecretStore(directory.resolve(KEYS));
    }

    /** The keys that sign contracts, votes, evidence and checkpoints of this home. */
    KeyRing keys() {
        try {
            return first("evidence", () -> KeyRing.open(secrets(), "evidence", clock));
        } catch (IOException e) {
            throw unreadable("keys", e);
        }
    }

    /** Opens what is made at its first use. */
    private interface Opening<T> {
        T open() throws IOException;
    }

    /** Of two commands that would make it at the same time one does, and the other takes what it made. */
    private <T> T first(String name, Opening<T> opening) throws IOException {
        if (secrets().load(name).isPresent()) {
            return opening.open();
        }
        Path keys = directory.resolve(KEYS);
        DurableFiles.directory(keys);
        try (WriterLock lock = WriterLock.take(keys, "making the first key of the home", FIRST)) {
            return opening.open();
        }
    }

    /** How the copies of the log stand that a catalog names; none where there is no catalog that can be read to say so. */
    List<CopyStatus> copies(Path catalog) {
        if (!Files.isRegularFile(catalog) || !Files.isDirectory(log())) {
            return List.of();
        }
        var loaded = CatalogLoader.load(catalog);
        return loaded.isOk()
                ? new Copies(log(), keys().publicKeys()).look(loaded.catalog().evidenceCopies())
                : List.of();
    }

    /** The issuer of identity tokens; null where the home was given no URL for one. */
    Issuer issuer() {
        try {
            JsonNode url = settings().path("issuer");
            if (!url.isTextual()) {
                return null;
            }
            String name = issuerName();
            return new Issuer(
                    new IssuerUrl(url.asText()),
                    first(name, () -> IssuerKeys.open(issuerSecrets(), name, TokenAlgorithm.RS256, clock)));
        } catch (IOException e) {
            throw unreadable("issuer's keys", e);
        }
    }

    /** Encrypted under a key that is not in the home; in the clear only in homes of before there was a key file. */
    private SecretStore issuerSecrets() throws IOException {
        JsonNode file = settings().path(KEY_FILE);
        return file.isTextual() ? new SealedSecrets(secrets(), KeyFile.read(Path.of(file.asText()))) : secrets();
    }

    /** Where the key is under which the issuer's keys are encrypted; null where they are not. */
    Path issuerKeyFile() throws IOException {
        JsonNode file = settings().path(KEY_FILE);
        return file.isTextual() ? Path.of(file.asText()) : null;
    }

    /**
     * From now on the issuer's keys are encrypted under the key of this file, which is made where there is none. They get a
     * name of their own each time, and one write of the settings says which name and which file belong together: whenever
     * this is interrupted, the keys that the settings name can be read.
     */
    void sealIssuer(Path file) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        Optional<byte[]> keys = issuerSecrets().load(issuerName());
        String name = ISSUER + "." + UUID.randomUUID();
        if (keys.isPresent()) {
            new SealedSecrets(secrets(), KeyFile.make(absolute, directory)).store(name, keys.get());
        } else {
            KeyFile.make(absolute, directory);
        }
        ObjectNode document = settings();
        document.put(KEY_FILE, absolute.toString()).put(KEY_NAME, name);
        new FileSecretStore(directory).store(SETTINGS, Json.write(document).getBytes("UTF-8"));
        removeOtherIssuerKeys();
    }

    /** Under which name the issuer's keys are kept. */
    private String issuerName() throws IOException {
        return settings().path(KEY_NAME).asText(ISSUER);
    }

    /** Those of before the key file was named, and those of an interrupted change. */
    private void removeOtherIssuerKeys() throws IOException {
        String named = issuerName();
        Path keys = directory.resolve(KEYS);
        if (named.equals(ISSUER) || !Files.isDirectory(keys)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(keys, "{" + ISSUER + "," + ISSUER + ".*}")) {
            for (Path file : files) {
                if (!String.valueOf(file.getFileName()).equals(named)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private ObjectNode settings() throws IOException {
        return (ObjectNode) Json.mapper().readTree(directory.resolve(SETTINGS).toFile());
    }

    /** From now on tokens name this issuer. */
    void setIssuerUrl(IssuerUrl url) throws IOException {
        ObjectNode document = settings();
        document.put("issuer", url.value());
        new FileSecretStore(directory).store(SETTINGS, Json.write(document).getBytes("UTF-8"));
    }

    /** A symmetric key of this home, made at its first use. */
    byte[] secret(String name) {
        try {
            SecretStore store = secrets();
            Optional<byte[]> kept = store.load(name);
            if (kept.isPresent()) {
                return kept.get();
            }
            byte[] fresh = AesGcm.newKey();
            store.store(name, fresh);
            return fresh;
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private IacException unreadable(String what, IOException e) {
        return IacException.toolFailed(
                "reading the " + what + " of the home",
                directory.toString(),
                e.getMessage(),
                "what an earlier command wrote",
                "restore the directory from a backup; keys are never made anew over damaged ones");
    }
}
