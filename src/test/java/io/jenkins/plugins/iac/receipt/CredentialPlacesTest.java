package io.jenkins.plugins.iac.receipt;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import io.jenkins.plugins.iac.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Where clients look beside the home that the system knows. */
public class CredentialPlacesTest {
    private static final String SECRET = "hunter2hunter2";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private FakeMachine fake;

    @Before
    public void machine() throws Exception {
        fake = new FakeMachine(folder.getRoot().toPath());
    }

    private List<String> where() {
        return fake.take().credentials().stream().map(Finding::where).toList();
    }

    @Test
    public void take_homeOfTheEnvironmentIsAnother_looksIntoBoth() throws Exception {
        fake.home(".netrc", "machine x password " + SECRET).file("ci/.aws/credentials", "x = " + SECRET);
        fake.file("ci/.ssh/deploy", "-----BEGIN OPENSSH PRIVATE KEY-----\n" + SECRET)
                .file("ci/.terraform.d/plugins", "x");
        assertEquals(List.of(fake.home.resolve(".netrc").toString()), where());
        Path ci = fake.root.resolve("ci");
        fake.environment.put("HOME", ci.toString());
        assertEquals(
                Set.of(
                        fake.home.resolve(".netrc").toString(),
                        ci.resolve(".aws/credentials").toString(),
                        ci.resolve(".ssh/deploy").toString()),
                Set.copyOf(where()));
        assertEquals(
                List.of(ci.resolve(".terraform.d/plugins").toString()),
                fake.take().leftovers());
    }

    @Test
    public void take_homeIsALinkToTheSame_namesAFileOnce() throws Exception {
        fake.home(".netrc", "machine x password " + SECRET);
        Path link = Files.createSymbolicLink(fake.root.resolve("link"), fake.home);
        fake.environment.put("HOME", link.toString());
        assertEquals(List.of(fake.home.resolve(".netrc").toString()), where());
    }

    @Test
    public void take_homeHasNoNameOfADirectory_isUnknownAndNotClean() {
        fake.environment.put("HOME", "/ci\0");
        assertEquals(
                List.of(Receipt.CREDENTIALS, Receipt.LEFTOVERS), fake.take().unknown());
    }

    private record Row(String variable, String value, String file, String text, boolean counts) {}

    @Test
    public void take_tableOfVariables_looksWhereTheyPoint() throws Exception {
        List<Row> rows = List.of(
                new Row("AWS_SHARED_CREDENTIALS_FILE", "aws", "aws", SECRET, true),
                new Row("AWS_CONFIG_FILE", "cfg", "cfg", "[default]\ncredential_process = /bin/give " + SECRET, true),
                new Row("AWS_CONFIG_FILE", "cfg", "cfg", "[sso-session x]\nsso_start_url = " + SECRET, true),
                new Row("AWS_CONFIG_FILE", "cfg", "cfg", "[default]\nregion = eu-west-1\nrole_arn = x\n", false),
                new Row("GOOGLE_APPLICATION_CREDENTIALS", "g", "g", "{\"private_key\":\"" + SECRET + "\"}", true),
                new Row("GOOGLE_APPLICATION_CREDENTIALS", "g", "g", "{\"type\":\"external_account\"}", false),
                new Row("CLOUDSDK_CONFIG", "gc", "gc/credentials.db", SECRET, true),
                new Row("AZURE_CONFIG_DIR", "az", "az/msal_token_cache.json", SECRET, true),
                new Row("KUBECONFIG", "/none:ROOT/k", "k", SECRET, true),
                new Row(
                        "DOCKER_CONFIG",
                        "dk",
                        "dk/config.json",
                        "{\"auths\":{\"x\":{\"auth\":\"" + SECRET + "\"}}}",
                        true),
                new Row("DOCKER_CONFIG", "dk", "dk/config.json", "{\"auths\":{}}", false),
                new Row("TF_CLI_CONFIG_FILE", "rc", "rc", "credentials \"x\" { token = \"" + SECRET + "\" }", true),
                new Row("TF_CLI_CONFIG_FILE", "rc", "rc", "plugin_cache_dir = \"x\"\n", false),
                new Row("GIT_CONFIG_GLOBAL", "gt", "gt", "[credential]\n\thelper = store --file /x/" + SECRET, true),
                new Row("GIT_CONFIG_GLOBAL", "gt", "gt", "[url \"https://u:" + SECRET + "@x/\"]\n", true),
                new Row("GIT_CONFIG_GLOBAL", "gt", "gt", "[http]\n extraheader = AUTHORIZATION: " + SECRET, true),
                new Row("GIT_CONFIG_GLOBAL", "gt", "gt", "[user]\n\tname = x\n", false),
                new Row("XDG_CONFIG_HOME", "xdg", "xdg/gh/hosts.yml", SECRET, true),
                new Row("XDG_CONFIG_HOME", "xdg", "xdg/git/credentials", SECRET, true),
                new Row("XDG_CONFIG_HOME", "~/xdg", "home/jenkins/xdg/gh/hosts.yml", SECRET, true),
                new Row("XDG_CONFIG_HOME", "xdg", "elsewhere/gh/hosts.yml", SECRET, false));
        for (Row row : rows) {
            fake = new FakeMachine(folder.newFolder().toPath());
            fake.file(row.file(), row.text());
            String value = row.value().contains("/") ? row.value() : "ROOT/" + row.value();
            fake.environment.put(row.variable(), value.replace("ROOT", fake.root.toString()));
            assertEquals(
                    row.toString(),
                    row.counts() ? List.of("environment variable " + row.variable()) : List.of(),
                    where());
            assertFalse(
                    row.toString(), Json.write(ReceiptJson.write(fake.take())).contains(SECRET));
        }
    }

    @Test
    public void take_configOfAwsInHome_countsWhereItGivesCredentials() throws Exception {
        for (String line : List.of("credential_process = /x", "sso_session = corp", "sso_account_id=1")) {
            fake.home(".aws/config", "[profile x]\nregion = eu-west-1\n" + line + "\n");
            assertEquals(line, List.of(fake.home.resolve(".aws/config").toString()), where());
        }
        fake.home(".aws/config", "[profile x]\nregion = eu-west-1\nrole_arn = x\nweb_identity_token_file = /t\n");
        assertEquals(List.of(), where());
    }
}
