package io.jenkins.plugins.iac.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which names of variables may be in the environment of a tool. Nothing is let in that the pool does not name, and even a
 * pool cannot name what would change which code runs, what it is told to do, or where its secrets go.
 */
public final class EnvironmentNames {
    private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    /** Steering of the tool, the loader, interpreters and git. Terraform 1.11 and OpenTofu 1.10 read some forty TF_ names. */
    private static final List<String> STEERING_PREFIXES = List.of(
            "TF_",
            "TOFU_",
            "TERRAFORM_",
            "CHECKPOINT_",
            "LD_",
            "DYLD_",
            "GIT_",
            "BASH_",
            "PYTHON",
            "PERL",
            "RUBY",
            "NODE_",
            "JAVA_",
            "JDK_",
            "_JAVA",
            "GLIBC_",
            "MALLOC_",
            "XDG_",
            "IAC_",
            "JENKINS_",
            "HUDSON_");

    private static final Set<String> STEERING = Set.of(
            "PATH",
            "HOME",
            "TMPDIR",
            "TMP",
            "TEMP",
            "LANG",
            "LC_ALL",
            "ENV",
            "IFS",
            "SHELL",
            "SHELLOPTS",
            "PS4",
            "PROMPT_COMMAND",
            "CDPATH",
            "GODEBUG",
            "GOTRACEBACK",
            "GCONV_PATH",
            "LOCPATH",
            "NLSPATH",
            "HOSTALIASES",
            "LOCALDOMAIN",
            "RES_OPTIONS",
            "OPENSSL_CONF",
            "OPENSSL_MODULES",
            "SSLKEYLOGFILE",
            "SSH_ASKPASS",
            "CLASSPATH",
            "PAGER",
            "EDITOR",
            "VISUAL");

    private static final Set<String> STATIC_CREDENTIALS = Set.of(
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_PROFILE",
            "AWS_SHARED_CREDENTIALS_FILE",
            "AWS_CONFIG_FILE",
            "GOOGLE_CREDENTIALS",
            "GOOGLE_APPLICATION_CREDENTIALS",
            "GOOGLE_OAUTH_ACCESS_TOKEN",
            "ARM_CLIENT_SECRET",
            "ARM_CLIENT_CERTIFICATE",
            "ARM_CLIENT_CERTIFICATE_PASSWORD",
            "ARM_ACCESS_KEY",
            "ARM_SAS_TOKEN",
            "VAULT_TOKEN",
            "KUBECONFIG",
            "KUBE_CONFIG_PATH",
            "KUBE_TOKEN",
            "GITHUB_TOKEN",
            "GITLAB_TOKEN",
            "DOCKER_HOST",
            "DOCKER_CONFIG");

    /** Variables of an identity that a provider reads, though their prefix is the tool's. */
    private static final Set<String> IDENTITY = Set.of("TERRAFORM_VAULT_AUTH_JWT");

    private EnvironmentNames() {}

    /** Why a variable of this name may not be set for a run's identity; empty if it may. */
    public static Optional<String> identityRefusal(String name) {
        return IDENTITY.contains(name) ? Optional.empty() : refusal(name);
    }

    /** Why a variable of this name may not be given to a tool at all; empty if it may. */
    public static Optional<String> refusal(String name) {
        if (name == null || !GRAMMAR.matcher(name).matches()) {
            return Optional.of("is no name of a variable (letters, digits and '_')");
        }
        String upper = name.toUpperCase(Locale.ROOT);
        if (STEERING.contains(upper) || STEERING_PREFIXES.stream().anyMatch(upper::startsWith)) {
            return Optional.of("decides what the tool does or which code it loads");
        }
        return Optional.empty();
    }

    /** Why a pool may not let a variable of this name in from its agents; empty if it may. */
    public static Optional<String> inheritedRefusal(String name) {
        return refusal(name)
                .or(() -> STATIC_CREDENTIALS.contains(name.toUpperCase(Locale.ROOT))
                        ? Optional.of("carries a standing credential; identities are issued for each run")
                        : Optional.empty());
    }
}
