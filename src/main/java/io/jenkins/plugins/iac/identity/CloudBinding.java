package io.jenkins.plugins.iac.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Cloud;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Identity;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the client of a cloud reads to turn our token into its own short-lived credential. Holds no secret: the token is a
 * file, renewed while the run lasts, which the clients read again whenever they need it.
 *
 * @param directory private directory of the run, absolute
 * @param environment variables for the tool
 * @param files further files of the directory, plain name to content
 * @param tokenVariables variables that carry the token itself, for clients that read no file
 */
public record CloudBinding(
        Path directory, Map<String, String> environment, Map<String, String> files, List<String> tokenVariables) {
    /** Name of the file with the token in the directory. */
    public static final String TOKEN = "token";

    /** Where the Azure SDKs log in, where it is not the public cloud; Terraform's providers know it from the cloud's name. */
    private static final Map<String, String> AUTHORITIES = Map.of(
            "usgovernment", "https://login.microsoftonline.us/",
            "china", "https://login.chinacloudapi.cn/");

    private static final String GOOGLE_FILE = "google.json";
    private static final String KUBERNETES_FILE = "kubeconfig.json";

    public CloudBinding {
        environment = Map.copyOf(environment);
        files = Map.copyOf(files);
        tokenVariables = List.copyOf(tokenVariables);
    }

    /** Where the token is. */
    public Path token() {
        return directory.resolve(TOKEN);
    }

    /**
     * For an identity of the catalog.
     *
     * @param session name under which the cloud logs what is done, where it takes one
     * @param directory absolute path of the private directory
     * @throws IacException of kind BAD_INPUT if the identity lacks a parameter that its cloud's client needs
     */
    public static CloudBinding of(Identity identity, String session, Path directory) {
        Builder b = new Builder(identity, directory);
        Cloud cloud = Cloud.of(identity.cloud())
                .orElseThrow(() -> b.refused("the cloud " + identity.cloud(), "one that is known", "correct 'cloud'"));
        switch (cloud) {
            case AWS -> aws(b, session);
            case AZURE -> azure(b);
            case GOOGLE -> google(b);
            case VAULT -> vault(b);
            case KUBERNETES -> kubernetes(b);
            case GENERIC -> generic(b);
        }
        return new CloudBinding(directory, b.environment, b.files, b.tokenVariables);
    }

    /** AWS SDKs: web identity from the environment. The machine's own role must not take over where that fails. */
    private static void aws(Builder b, String session) {
        b.set("AWS_ROLE_ARN", b.role());
        b.set("AWS_WEB_IDENTITY_TOKEN_FILE", b.token());
        b.set("AWS_ROLE_SESSION_NAME", session);
        b.set("AWS_EC2_METADATA_DISABLED", "true");
        // Python's SDK reads the second alone.
        b.optional("region", "AWS_REGION");
        b.optional("region", "AWS_DEFAULT_REGION");
    }

    /**
     * {@code ARM_*} for azurerm, azuread and azapi and the azurerm backend; {@code AZURE_*} for the Azure SDKs. The backend
     * asks for the state as this identity; without {@code ARM_USE_AZUREAD} it would fetch the account's standing key.
     */
    private static void azure(Builder b) {
        String tenant = b.parameter("tenant");
        b.set("ARM_USE_OIDC", "true");
        b.set("ARM_USE_CLI", "false");
        b.set("ARM_USE_MSI", "false");
        b.set("ARM_USE_AZUREAD", "true");
        b.set("ARM_OIDC_TOKEN_FILE_PATH", b.token());
        b.set("ARM_CLIENT_ID", b.role());
        b.set("ARM_TENANT_ID", tenant);
        b.optional("subscription", "ARM_SUBSCRIPTION_ID");
        b.optional("cloud", "ARM_ENVIRONMENT");
        b.set("AZURE_CLIENT_ID", b.role());
        b.set("AZURE_TENANT_ID", tenant);
        b.set("AZURE_FEDERATED_TOKEN_FILE", b.token());
        String host = AUTHORITIES.get(b.identity.parameters().getOrDefault("cloud", "public"));
        if (host != null) {
            b.set("AZURE_AUTHORITY_HOST", host);
        }
    }

    /** An external account file (workload identity federation); with a role, that service account is impersonated. */
    private static void google(Builder b) {
        String provider = b.parameter("provider");
        ObjectNode account = Json.object();
        account.put("type", "external_account");
        account.put("audience", "//iam.googleapis.com/" + provider.replaceFirst("^/+", ""));
        account.put("subject_token_type", "urn:ietf:params:oauth:token-type:jwt");
        account.put("token_url", "https://sts.googleapis.com/v1/token");
        account.putObject("credential_source").put("file", b.token());
        if (b.identity.role() != null) {
            account.put(
                    "service_account_impersonation_url",
                    "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/" + b.identity.role()
                            + ":generateAccessToken");
        }
        b.files.put(GOOGLE_FILE, Json.write(account));
        b.set("GOOGLE_APPLICATION_CREDENTIALS", b.file(GOOGLE_FILE));
        // gcloud reads no default credentials.
        b.set("CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE", b.file(GOOGLE_FILE));
        b.optional("project", "GOOGLE_PROJECT");
        b.optional("project", "GOOGLE_CLOUD_PROJECT");
        b.optional("project", "CLOUDSDK_CORE_PROJECT");
        b.optional("region", "GOOGLE_REGION");
    }

    /** The provider's {@code auth_login_jwt} reads the token from a variable; role and mount stand in its block. */
    private static void vault(Builder b) {
        b.set("VAULT_ADDR", b.parameter("address"));
        b.optional("namespace", "VAULT_NAMESPACE");
        b.optional("caFile", "VAULT_CACERT");
        b.tokenVariables.add("TERRAFORM_VAULT_AUTH_JWT");
    }

    /** A client configuration whose {@code tokenFile} is read again by every Kubernetes client; JSON is YAML. */
    private static void kubernetes(Builder b) {
        ObjectNode config = Json.object();
        config.put("apiVersion", "v1").put("kind", "Config").put("current-context", "iac");
        ObjectNode cluster =
                config.putArray("clusters").addObject().put("name", "iac").putObject("cluster");
        cluster.put("server", b.parameter("address"));
        if (b.identity.parameters().containsKey("caFile")) {
            cluster.put("certificate-authority", b.parameter("caFile"));
        }
        ObjectNode context =
                config.putArray("contexts").addObject().put("name", "iac").putObject("context");
        context.put("cluster", "iac").put("user", "iac");
        config.putArray("users")
                .addObject()
                .put("name", "iac")
                .putObject("user")
                .put("tokenFile", b.token());
        b.files.put(KUBERNETES_FILE, Json.write(config));
        b.set("KUBE_CONFIG_PATH", b.file(KUBERNETES_FILE));
        b.set("KUBECONFIG", b.file(KUBERNETES_FILE));
    }

    /** The name of a variable that shall hold the path, {@code OIDC_TOKEN_FILE} where none is named. */
    private static void generic(Builder b) {
        b.set(b.identity.parameters().getOrDefault("variable", "OIDC_TOKEN_FILE"), b.token());
        if (b.identity.parameters().containsKey("tokenVariable")) {
            b.tokenVariables.add(b.identity.parameters().get("tokenVariable"));
        }
    }

    private static final class Builder {
        private final Identity identity;
        private final Path directory;
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final Map<String, String> files = new LinkedHashMap<>();
        private final List<String> tokenVariables = new java.util.ArrayList<>();

        Builder(Identity identity, Path directory) {
            this.identity = identity;
            this.directory = directory;
        }

        void set(String variable, String value) {
            environment.put(variable, value);
        }

        void optional(String parameter, String variable) {
            String value = identity.parameters().get(parameter);
            if (value != null) {
                environment.put(variable, value);
            }
        }

        String file(String name) {
            return directory.resolve(name).toString();
        }

        String token() {
            return file(TOKEN);
        }

        String role() {
            if (identity.role() == null) {
                throw refused("no role", "what the cloud calls the role", "name it under 'role' of the identity");
            }
            return identity.role();
        }

        String parameter(String name) {
            String value = identity.parameters().get(name);
            if (value == null) {
                throw refused(
                        "no parameter " + name,
                        "the parameter that clients of " + identity.cloud() + " need",
                        "add '" + name + "' to 'parameters' of the identity");
            }
            return value;
        }

        IacException refused(String found, String expected, String next) {
            return IacException.badInput(
                    "binding an identity to its cloud", "identity " + identity.name(), found, expected, next);
        }
    }
}
