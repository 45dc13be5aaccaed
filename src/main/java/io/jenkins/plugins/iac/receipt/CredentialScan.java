package io.jenkins.plugins.iac.receipt;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    /** Variables that name a file; the file decides. */
    private static final Map<String, String> FILES = Map.of(
            "GOOGLE_APPLICATION_CREDENTIALS", "Google credentials file",
            "AWS_SHARED_CREDENTIALS_FILE", "AWS credentials file",
            "KUBECONFIG", "Kubernetes client configuration",
            "KUBE_CONFIG_PATH", "Kubernetes client configuration");

    /** File under home, what it is, and what it must hold to count (null: anything). */
    private record HomeFile(String path, String what, Pattern holds) {}

    private static final Pattern SECRET_KEY = Pattern.compile("(?i)secret_access_key|aws_session_token");
    private static final Pattern TOKEN = Pattern.compile("(?i)\\bcredentials\\b|\\btoken\\b");
    private static final Pattern AUTH = Pattern.compile("(?i)\"(auth|identitytoken|registrytoken)\"\\s*:\\s*\"[^\"]");
    private static final Pattern NPM = Pattern.compile("(?i)_auth|_password");

    private static final List<HomeFile> HOME = List.of(
            new HomeFile(".aws/credentials", "AWS credentials", null),
            new HomeFile(".aws/config", "AWS credentials", SECRET_KEY),
            new HomeFile(".config/gcloud/credentials.db", "Google Cloud login", null),
            new HomeFile(".config/gcloud/access_tokens.db", "Google Cloud login", null),
            new HomeFile(".config/gcloud/application_default_credentials.json", "Google Cloud login", null),
            new HomeFile(".azure/accessTokens.json", "Azure login", null),
            new HomeFile(".azure/msal_token_cache.json", "Azure login", null),
            new HomeFile(".azure/msal_token_cache.bin", "Azure login", null),
            new HomeFile(".azure/service_principal_entries.json", "Azure service principal", null),
            new HomeFile(".azure/service_principal_entries.bin", "Azure service principal", null),
            new HomeFile(".kube/config", "Kubernetes client configuration", null),
            new HomeFile(".vault-token", "Vault token", null),
            new HomeFile(".terraformrc", "Terraform credentials", TOKEN),
            new HomeFile(".tofurc", "OpenTofu credentials", TOKEN),
            new HomeFile(".terraform.d/credentials.tfrc.json", "Terraform credentials", null),
            new HomeFile(".netrc", "passwords for hosts", null),
            new HomeFile(".git-credentials", "git passwords", null),
            new HomeFile(".config/git/credentials", "git passwords", null),
            new HomeFile(".config/gh/hosts.yml", "GitHub login", null),
            new HomeFile(".docker/config.json", "registry login", AUTH),
            new HomeFile(".config/containers/auth.json", "registry login", AUTH),
            new HomeFile(".npmrc", "package registry login", NPM),
            new HomeFile(".pypirc", "package registry login", null),
            new HomeFile(".pgpass", "database passwords", null),
            new HomeFile(".my.cnf", "database passwords", Pattern.compile("(?im)^\\s*password")),
            new HomeFile(".oci/config", "Oracle Cloud configuration", null),
            new HomeFile(".aliyun/config.json", "Alibaba Cloud login", null),
            new HomeFile(".config/doctl/config.yaml", "DigitalOcean login", null),
            new HomeFile(".config/hcloud/cli.toml", "Hetzner Cloud login", null));

    private final Machine machine;

    CredentialScan(Machine machine) {
        this.machine = machine;
    }

    /** Adds what is found; throws where a directory is there that cannot be looked into. */
    void collect(List<Finding> found) throws IOException {
        machine.environment().forEach((name, value) -> variable(name, value, found));
        for (HomeFile file : HOME) {
            Path path = machine.home().resolve(file.path());
            if (SmallFiles.holdsSomething(path)
                    && (file.holds() == null
                            || SmallFiles.read(path)
                                    .map(text -> file.holds().matcher(text).find())
                                    .orElse(true))) {
                found.add(Finding.credential(file.what(), path.toString()));
            }
        }
        keys(machine.home().resolve(".ssh"), found);
        WorkloadTokens.collect(machine, found);
    }

    private void variable(String name, String value, List<Finding> found) {
        if (value.isBlank()) {
            return;
        }
        String what = FILES.get(name);
        if (what != null) {
            for (String part : value.split(File.pathSeparator)) {
                file(name, part, what, found);
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

    private static void file(String name, String value, String what, List<Finding> found) {
        Path path;
        try {
            path = Path.of(value);
        } catch (IllegalArgumentException e) {
            return;
        }
        boolean federated = name.equals("GOOGLE_APPLICATION_CREDENTIALS")
                && SmallFiles.read(path)
                        .filter(text -> text.contains("\"external_account\"") && !text.contains("\"private_key\""))
                        .isPresent();
        if (!federated && SmallFiles.holdsSomething(path)) {
            found.add(Finding.credential(what, "environment variable " + name));
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
