package io.jenkins.plugins.iac.receipt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A file in which a client of a cloud, of Terraform or of git keeps credentials.
 *
 * @param path below a home, or below the directory that a variable names
 * @param what what it is
 * @param holds what its text must hold to count, or null for anything; a file that cannot be read counts
 */
record CredentialFile(String path, String what, Pattern holds) {
    private static final Pattern AWS =
            Pattern.compile("(?im)secret_access_key|aws_session_token|^\\s*(credential_process|sso_\\w+)\\s*=");
    private static final Pattern TOKEN = Pattern.compile("(?i)\\bcredentials(_helper)?\\b|\\btoken\\b");
    private static final Pattern AUTH = Pattern.compile("(?i)\"(auth|identitytoken|registrytoken)\"\\s*:\\s*\"[^\"]");
    private static final Pattern NPM = Pattern.compile("(?i)_auth|_password");
    /** A helper that keeps passwords, a header with one, a password in an address. */
    private static final Pattern GIT = Pattern.compile(
            "(?im)^\\s*helper\\s*=.*\\bstore\\b|^\\s*extraheader\\s*=\\s*\"?authorization|://[^/\\s:@]+:[^/\\s@]+@");
    /** A Google credential that is only a reference to a token of the workload is none. */
    private static final Pattern GOOGLE = Pattern.compile("(?s)\\A(?!.*\"external_account\")|\\A.*\"private_key\"");

    /** All of a home. */
    static final List<CredentialFile> OF_HOME = List.of(
            new CredentialFile(".aws/credentials", "AWS credentials", null),
            new CredentialFile(".aws/config", "AWS credentials", AWS),
            new CredentialFile(".config/gcloud/credentials.db", "Google Cloud login", null),
            new CredentialFile(".config/gcloud/access_tokens.db", "Google Cloud login", null),
            new CredentialFile(".config/gcloud/application_default_credentials.json", "Google Cloud login", GOOGLE),
            new CredentialFile(".azure/accessTokens.json", "Azure login", null),
            new CredentialFile(".azure/msal_token_cache.json", "Azure login", null),
            new CredentialFile(".azure/msal_token_cache.bin", "Azure login", null),
            new CredentialFile(".azure/service_principal_entries.json", "Azure service principal", null),
            new CredentialFile(".azure/service_principal_entries.bin", "Azure service principal", null),
            new CredentialFile(".kube/config", "Kubernetes client configuration", null),
            new CredentialFile(".vault-token", "Vault token", null),
            new CredentialFile(".terraformrc", "Terraform credentials", TOKEN),
            new CredentialFile(".tofurc", "OpenTofu credentials", TOKEN),
            new CredentialFile(".terraform.d/credentials.tfrc.json", "Terraform credentials", null),
            new CredentialFile(".netrc", "passwords for hosts", null),
            new CredentialFile(".git-credentials", "git passwords", null),
            new CredentialFile(".gitconfig", "git passwords", GIT),
            new CredentialFile(".config/git/config", "git passwords", GIT),
            new CredentialFile(".config/git/credentials", "git passwords", null),
            new CredentialFile(".config/gh/hosts.yml", "GitHub login", null),
            new CredentialFile(".docker/config.json", "registry login", AUTH),
            new CredentialFile(".config/containers/auth.json", "registry login", AUTH),
            new CredentialFile(".npmrc", "package registry login", NPM),
            new CredentialFile(".pypirc", "package registry login", null),
            new CredentialFile(".pgpass", "database passwords", null),
            new CredentialFile(".my.cnf", "database passwords", Pattern.compile("(?im)^\\s*password")),
            new CredentialFile(".oci/config", "Oracle Cloud configuration", null),
            new CredentialFile(".aliyun/config.json", "Alibaba Cloud login", null),
            new CredentialFile(".config/doctl/config.yaml", "DigitalOcean login", null),
            new CredentialFile(".config/hcloud/cli.toml", "Hetzner Cloud login", null));

    /** Variables that name one file in place of one below home. */
    private static final Map<String, CredentialFile> NAMED = Map.ofEntries(
            Map.entry("GOOGLE_APPLICATION_CREDENTIALS", new CredentialFile("", "Google credentials file", GOOGLE)),
            Map.entry("AWS_SHARED_CREDENTIALS_FILE", new CredentialFile("", "AWS credentials file", null)),
            Map.entry("AWS_CONFIG_FILE", new CredentialFile("", "AWS credentials", AWS)),
            Map.entry("KUBECONFIG", new CredentialFile("", "Kubernetes client configuration", null)),
            Map.entry("KUBE_CONFIG_PATH", new CredentialFile("", "Kubernetes client configuration", null)),
            Map.entry("KUBE_CONFIG_PATHS", new CredentialFile("", "Kubernetes client configuration", null)),
            Map.entry("TF_CLI_CONFIG_FILE", new CredentialFile("", "Terraform credentials", TOKEN)),
            Map.entry("GIT_CONFIG_GLOBAL", new CredentialFile("", "git passwords", GIT)),
            Map.entry("REGISTRY_AUTH_FILE", new CredentialFile("", "registry login", AUTH)),
            Map.entry("NPM_CONFIG_USERCONFIG", new CredentialFile("", "package registry login", NPM)),
            Map.entry("PGPASSFILE", new CredentialFile("", "database passwords", null)),
            Map.entry("OCI_CLI_CONFIG_FILE", new CredentialFile("", "Oracle Cloud configuration", null)));

    /** Variables that name a directory in place of one below home. */
    private static final Map<String, String> MOVED = Map.of(
            "XDG_CONFIG_HOME", ".config/",
            "CLOUDSDK_CONFIG", ".config/gcloud/",
            "GH_CONFIG_DIR", ".config/gh/",
            "AZURE_CONFIG_DIR", ".azure/",
            "DOCKER_CONFIG", ".docker/");

    /** What a variable's file is looked at for; empty where it names none. */
    static List<CredentialFile> namedBy(String variable) {
        CredentialFile file = NAMED.get(variable);
        return file == null ? List.of() : List.of(file);
    }

    /** What a variable's directory is looked at for; empty where it names none. */
    static List<CredentialFile> movedBy(String variable) {
        List<CredentialFile> moved = new ArrayList<>();
        String before = MOVED.get(variable);
        for (CredentialFile file : OF_HOME) {
            if (before != null && file.path().startsWith(before)) {
                moved.add(new CredentialFile(file.path().substring(before.length()), file.what(), file.holds()));
            }
        }
        return moved;
    }

    /** Whether the file is there and holds what it must hold to count. */
    boolean counts(Path at) {
        return SmallFiles.holdsSomething(at)
                && (holds == null
                        || SmallFiles.read(at)
                                .map(text -> holds.matcher(text).find())
                                .orElse(true));
    }
}
