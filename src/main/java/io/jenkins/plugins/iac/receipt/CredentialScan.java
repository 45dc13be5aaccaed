package io.jenkins.plugins.iac.receipt;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks for standing credentials where the clients of clouds, of Terraform and of git look for them. Says that one is there
 * and where, never what it is. Credentials that are only a reference to a short-lived token (web identity files) are none.
 */
final class CredentialScan {
    private static final Pattern NAMED = Pattern.compile("AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)"
            + "|GOOGLE_(CREDENTIALS|OAUTH_ACCESS_TOKEN)|CLOUDSDK_AUTH_ACCESS_TOKEN"
            + "|(ARM|AZURE)_CLIENT_(SECRET|CERTIFICATE|CERTIFICATE_PASSWORD)|ARM_(ACCESS_KEY|SAS_TOKEN)"
            + "|VAULT_TOKEN|CONSUL_HTTP_TOKEN|NOMAD_TOKEN|TF_TOKEN_.+|TF_HTTP_PASSWORD|KUBE_TOKEN|KUBE_PASSWORD"
            + "|(GITHUB|GH|GITLAB|BITBUCKET|NPM)_TOKEN|CI_JOB_TOKEN|DIGITALOCEAN_(ACCESS_)?TOKEN|HCLOUD_TOKEN|LINODE_TOKEN"
            + "|CLOUDFLARE_API_(TOKEN|KEY)|ALICLOUD_(ACCESS|SECRET)_KEY|OCI_CLI_KEY_CONTENT|DD_(API|APP)_KEY|PGPASSWORD"
            + "|MYSQL_PWD|OS_PASSWORD|VSPHERE_PASSWORD");

    private static final Pattern SUSPICIOUS =
            Pattern.compile(".*(SECRET|TOKEN|PASSWORD|PASSWD|PRIVATE_KEY|ACCESS_KEY|API_KEY|APIKEY|CREDENTIAL).*");

    /** Short-lived tokens of a workload, or names that only contain such a word. */
    private static final Pattern HARMLESS = Pattern.compile(
            "AWS_WEB_IDENTITY_TOKEN_FILE|AZURE_FEDERATED_TOKEN_FILE|ARM_OIDC_TOKEN_FILE_PATH|SSH_AUTH_SOCK|.*_TOKEN_(URL|URI)");

    private final Machine machine;

    CredentialScan(Machine machine) {
        this.machine = machine;
    }

    /** Adds what is found; throws where a directory is there that cannot be looked into. */
    void collect(List<Finding> found) throws IOException {
        Set<Path> homes = machine.homes();
        machine.environment().forEach((name, value) -> variable(name, value, homes, found));
        for (Path home : homes) {
            for (CredentialFile file : CredentialFile.OF_HOME) {
                file(file, home.resolve(file.path()), null, found);
            }
            keys(home.resolve(".ssh"), found);
        }
        WorkloadTokens.collect(machine, found);
    }

    private static void variable(String name, String value, Set<Path> homes, List<Finding> found) {
        if (value.isBlank()) {
            return;
        }
        List<CredentialFile> named = CredentialFile.namedBy(name);
        List<CredentialFile> moved = CredentialFile.movedBy(name);
        if (!named.isEmpty() || !moved.isEmpty()) {
            for (Path path : paths(value, homes)) {
                named.forEach(file -> file(file, path, name, found));
                moved.forEach(file -> file(file, path.resolve(file.path()), name, found));
            }
        } else if (name.equals("SSH_AUTH_SOCK")) {
            found.add(new Finding(Severity.MEDIUM, "SSH agent", "environment variable " + name, false));
        } else if (NAMED.matcher(name).matches()) {
            found.add(Finding.credential("standing credential", "environment variable " + name));
        } else if (SUSPICIOUS.matcher(name.toUpperCase(Locale.ROOT)).matches()
                && !HARMLESS.matcher(name).matches()) {
            found.add(new Finding(
                    Severity.MEDIUM, "variable named like a secret", "environment variable " + name, false));
        }
    }

    /** What a variable names; clients take a path list and a tilde. */
    private static List<Path> paths(String value, Set<Path> homes) {
        List<Path> paths = new ArrayList<>();
        for (String part : value.split(File.pathSeparator)) {
            try {
                if (part.startsWith("~/")) {
                    homes.forEach(home -> paths.add(home.resolve(part.substring(2))));
                } else {
                    paths.add(Path.of(part));
                }
            } catch (IllegalArgumentException e) {
                // No client finds a file by such a name either.
                continue;
            }
        }
        return paths;
    }

    /** Adds a file that counts; named by its path, or by the variable that led to it. */
    private static void file(CredentialFile file, Path path, String variable, List<Finding> found) {
        if (file.counts(path)) {
            found.add(Finding.credential(
                    file.what(), variable == null ? path.toString() : "environment variable " + variable));
        }
    }

    private static void keys(Path directory, List<Finding> found) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                boolean key = SmallFiles.read(file)
                        .map(text -> text.contains("PRIVATE KEY-----"))
                        .orElse(Files.isRegularFile(file)
                                && directory.relativize(file).toString().startsWith("id_")
                                && !file.toString().endsWith(".pub"));
                if (key) {
                    found.add(Finding.credential("private SSH key", file.toString()));
                }
            }
        }
    }
}
