package io.jenkins.plugins.iac.identity;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Operation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Test;

/** The names are those that the clouds' own clients read. */
public class CloudBindingTest {
    private static final Path DIRECTORY = Path.of("/tmp/iac-0/identity");

    private static CloudBinding of(String cloud, String role, Map<String, String> parameters) {
        Identity identity =
                new Identity("id", "prod", List.of(Operation.PLAN), cloud, role, "audience", null, parameters);
        return CloudBinding.of(identity, "iac-run", DIRECTORY);
    }

    @Test
    public void of_aws() {
        CloudBinding aws = of("aws", "arn:aws:iam::000000000001:role/r", Map.of("region", "eu-west-1"));
        assertEquals(
                new TreeMap<>(Map.of(
                        "AWS_ROLE_ARN", "arn:aws:iam::000000000001:role/r",
                        "AWS_WEB_IDENTITY_TOKEN_FILE", "/tmp/iac-0/identity/token",
                        "AWS_ROLE_SESSION_NAME", "iac-run",
                        "AWS_EC2_METADATA_DISABLED", "true",
                        "AWS_DEFAULT_REGION", "eu-west-1",
                        "AWS_REGION", "eu-west-1")),
                new TreeMap<>(aws.environment()));
        assertEquals(Map.of(), aws.files());
    }

    @Test
    public void of_azure() {
        CloudBinding azure = of("azure", "client", Map.of("tenant", "t", "subscription", "s"));
        assertEquals(
                new TreeMap<>(Map.ofEntries(
                        Map.entry("ARM_USE_OIDC", "true"),
                        Map.entry("ARM_USE_CLI", "false"),
                        Map.entry("ARM_USE_MSI", "false"),
                        Map.entry("ARM_USE_AZUREAD", "true"),
                        Map.entry("ARM_OIDC_TOKEN_FILE_PATH", "/tmp/iac-0/identity/token"),
                        Map.entry("ARM_CLIENT_ID", "client"),
                        Map.entry("ARM_TENANT_ID", "t"),
                        Map.entry("ARM_SUBSCRIPTION_ID", "s"),
                        Map.entry("AZURE_CLIENT_ID", "client"),
                        Map.entry("AZURE_TENANT_ID", "t"),
                        Map.entry("AZURE_FEDERATED_TOKEN_FILE", "/tmp/iac-0/identity/token"))),
                new TreeMap<>(azure.environment()));
    }

    @Test
    public void of_azureOfAnotherCloud_namesWhereItsSdksLogIn() {
        CloudBinding china = of("azure", "client", Map.of("tenant", "t", "cloud", "china"));
        assertEquals("china", china.environment().get("ARM_ENVIRONMENT"));
        assertEquals("https://login.chinacloudapi.cn/", china.environment().get("AZURE_AUTHORITY_HOST"));
    }

    @Test
    public void of_google_isAnExternalAccountFile() throws Exception {
        String provider = "projects/1/locations/global/workloadIdentityPools/iac/providers/jenkins";
        CloudBinding google =
                of("google", "plan@p.iam.gserviceaccount.com", Map.of("provider", provider, "project", "p"));
        assertEquals("/tmp/iac-0/identity/google.json", google.environment().get("GOOGLE_APPLICATION_CREDENTIALS"));
        assertEquals("p", google.environment().get("GOOGLE_PROJECT"));
        JsonNode account = Json.parse(google.files().get("google.json"));
        assertEquals("external_account", account.path("type").asText());
        assertEquals(
                "//iam.googleapis.com/" + provider, account.path("audience").asText());
        assertEquals(
                "/tmp/iac-0/identity/token",
                account.path("credential_source").path("file").asText());
        assertTrue(account.path("service_account_impersonation_url")
                .asText()
                .endsWith("/serviceAccounts/plan@p.iam.gserviceaccount.com:generateAccessToken"));
        assertTrue(
                "without a role the federated identity itself is used",
                !Json.parse(of("google", null, Map.of("provider", provider))
                                .files()
                                .get("google.json"))
                        .has("service_account_impersonation_url"));
    }

    @Test
    public void of_vault_readsTheTokenFromAVariable() {
        CloudBinding vault = of("vault", "infra", Map.of("address", "https://vault.example:8200", "namespace", "n"));
        assertEquals(Map.of("VAULT_ADDR", "https://vault.example:8200", "VAULT_NAMESPACE", "n"), vault.environment());
        assertEquals(List.of("TERRAFORM_VAULT_AUTH_JWT"), vault.tokenVariables());
    }

    @Test
    public void of_kubernetes_isAClientConfigurationWithATokenFile() throws Exception {
        CloudBinding kubernetes =
                of("kubernetes", null, Map.of("address", "https://k8s.example", "caFile", "/etc/ca.pem"));
        assertEquals(
                "/tmp/iac-0/identity/kubeconfig.json", kubernetes.environment().get("KUBE_CONFIG_PATH"));
        JsonNode config = Json.parse(kubernetes.files().get("kubeconfig.json"));
        JsonNode cluster = config.path("clusters").path(0).path("cluster");
        assertEquals("https://k8s.example", cluster.path("server").asText());
        assertEquals("/etc/ca.pem", cluster.path("certificate-authority").asText());
        assertEquals(
                "/tmp/iac-0/identity/token",
                config.path("users").path(0).path("user").path("tokenFile").asText());
    }

    @Test
    public void of_generic_namesTheFile() {
        assertEquals(
                Map.of("OIDC_TOKEN_FILE", "/tmp/iac-0/identity/token"),
                of("generic", null, Map.of()).environment());
        assertEquals(
                Map.of("MY_TOKEN_FILE", "/tmp/iac-0/identity/token"),
                of("generic", null, Map.of("variable", "MY_TOKEN_FILE")).environment());
    }

    @Test
    public void of_parameterMissing_isRefusedByName() {
        refused("aws", "role");
        refused("azure", "tenant");
        refused("google", "provider");
        refused("vault", "address");
        refused("kubernetes", "address");
        refused("mainframe", "mainframe");
    }

    private static void refused(String cloud, String named) {
        IacException e = assertThrows(IacException.class, () -> of(cloud, cloud.equals("aws") ? null : "r", Map.of()));
        assertTrue(e.getMessage(), e.getMessage().contains(named));
    }
}
