package io.jenkins.plugins.iac.receipt;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Tri;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ReceiptTakerTest {
    private static final String SECRET = "hunter2hunter2";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private FakeMachine fake;

    @Before
    public void machine() throws Exception {
        fake = new FakeMachine(folder.getRoot().toPath());
    }

    @Test
    public void take_cleanMachine_saysWhoAndWhere() {
        Receipt receipt = fake.take();
        assertEquals("agent-7", receipt.host());
        assertEquals("jenkins", receipt.user());
        assertEquals(Tri.NO, receipt.root());
        assertEquals(Tri.NO, receipt.container());
        assertEquals(Duration.ofSeconds(1800), receipt.age());
        assertEquals(Tri.NO, receipt.dockerSocket());
        assertEquals(Tri.NO, receipt.metadataService());
        assertEquals(List.of(), receipt.credentials());
        assertEquals(List.of(), receipt.leftovers());
        assertEquals(List.of(), receipt.unknown());
        assertNull(receipt.image());
        assertNull(receipt.pod());
    }

    @Test
    public void take_nothingToRead_isUnknownAndNotNo() throws Exception {
        for (String path :
                List.of("proc/self/status", "proc/self/mountinfo", "proc/1/stat", "proc/sys/kernel/hostname")) {
            Files.delete(fake.root.resolve(path));
        }
        Receipt receipt = fake.take();
        assertEquals(Tri.UNKNOWN, receipt.root());
        assertEquals(Tri.UNKNOWN, receipt.container());
        assertNull(receipt.user());
        assertNull(receipt.host());
        assertNull(receipt.age());
    }

    @Test
    public void take_rootWithoutName_isRoot() throws Exception {
        fake.file("proc/self/status", "Uid:\t1000\t0\t0\t0\n").file("etc/passwd", "");
        Receipt receipt = fake.take();
        assertEquals(Tri.YES, receipt.root());
        assertEquals("uid 0", receipt.user());
    }

    @Test
    public void take_signsOfContainer_areSeen() throws Exception {
        String[][] signs = {
            {".dockerenv", ""},
            {"run/.containerenv", ""},
            {"proc/1/cgroup", "12:cpu:/kubepods/besteffort/pod1\n"},
            {"proc/self/mountinfo", "1 2 0:1 / / rw,relatime - overlay overlay rw\n"},
        };
        for (String[] sign : signs) {
            FakeMachine other = new FakeMachine(folder.newFolder().toPath());
            other.file(sign[0], sign[1]);
            assertEquals(sign[0], Tri.YES, other.take().container());
        }
    }

    @Test
    public void take_credentialsInEnvironment_areNamedWithoutValue() {
        String[] high = {
            "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "GOOGLE_CREDENTIALS",
                    "ARM_CLIENT_SECRET",
            "AZURE_CLIENT_SECRET", "VAULT_TOKEN", "GITHUB_TOKEN", "TF_TOKEN_app_terraform_io", "TF_HTTP_PASSWORD"
        };
        String[] medium = {"JENKINS_SECRET", "DB_PASSWORD", "my_api_key", "SSH_AUTH_SOCK"};
        String[] none = {
            "PATH", "AWS_ROLE_ARN", "AWS_REGION", "AWS_WEB_IDENTITY_TOKEN_FILE", "AZURE_FEDERATED_TOKEN_FILE"
        };
        for (String[] names : List.of(high, medium, none)) {
            for (String name : names) {
                fake.environment.put(name, SECRET);
            }
        }
        fake.environment.put("AWS_SECRET_ACCESS_KEY_EMPTY", " ");
        Receipt receipt = fake.take();
        assertEquals(
                high.length,
                receipt.credentials().stream().filter(Finding::credential).count());
        for (String name : high) {
            assertTrue(
                    name,
                    receipt.credentials()
                            .contains(Finding.credential("standing credential", "environment variable " + name)));
        }
        assertEquals(
                medium.length,
                receipt.credentials().stream()
                        .filter(f -> f.severity() == Severity.MEDIUM)
                        .count());
        assertFalse(Json.write(ReceiptJson.write(receipt)).contains(SECRET));
        assertFalse(receipt.toString().contains(SECRET));
    }

    @Test
    public void take_credentialsInHome_areFound() throws Exception {
        String[][] files = {
            {".aws/credentials", "[default]\naws_secret_access_key=" + SECRET},
            {".aws/config", "[default]\naws_secret_access_key = " + SECRET},
            {".config/gcloud/application_default_credentials.json", "{\"refresh_token\":\"" + SECRET + "\"}"},
            {".azure/msal_token_cache.json", SECRET},
            {".kube/config", "users: []"},
            {".vault-token", SECRET},
            {".terraformrc", "credentials \"app.terraform.io\" { token = \"" + SECRET + "\" }"},
            {".terraform.d/credentials.tfrc.json", "{}"},
            {".netrc", "machine x password " + SECRET},
            {".git-credentials", "https://u:" + SECRET + "@h"},
            {".docker/config.json", "{\"auths\":{\"r\":{\"auth\":\"" + SECRET + "\"}}}"},
            {".ssh/id_rsa", "-----BEGIN OPENSSH PRIVATE KEY-----\n" + SECRET},
            {".ssh/deploy", "-----BEGIN RSA PRIVATE KEY-----\n" + SECRET},
        };
        for (String[] file : files) {
            FakeMachine other = new FakeMachine(folder.newFolder().toPath());
            other.home(file[0], file[1]);
            Receipt receipt = other.take();
            assertEquals(file[0], 1, receipt.credentials().size());
            assertTrue(file[0], receipt.credentials().get(0).credential());
            assertTrue(file[0], receipt.credentials().get(0).where().endsWith(file[0]));
            assertFalse(file[0], receipt.toString().contains(SECRET));
        }
    }

    @Test
    public void take_filesWithoutSecret_areNoCredentials() throws Exception {
        fake.home(".aws/config", "[default]\nregion = eu-west-1\n")
                .home(".aws/credentials", "")
                .home(".terraformrc", "plugin_cache_dir = \"x\"\n")
                .home(".docker/config.json", "{\"auths\":{}}")
                .home(".ssh/id_rsa.pub", "ssh-rsa AAAA")
                .home(".ssh/known_hosts", "github.com ssh-ed25519 AAAA");
        assertEquals(List.of(), fake.take().credentials());
    }

    @Test
    public void take_googleFile_dependsOnItsKind() throws Exception {
        fake.file("sa.json", "{\"type\":\"service_account\",\"private_key\":\"x\"}")
                .file("wif.json", "{\"type\":\"external_account\"}");
        fake.environment.put(
                "GOOGLE_APPLICATION_CREDENTIALS", fake.root.resolve("wif.json").toString());
        assertEquals(List.of(), fake.take().credentials());
        fake.environment.put(
                "GOOGLE_APPLICATION_CREDENTIALS", fake.root.resolve("sa.json").toString());
        assertEquals(1, fake.take().credentials().size());
        fake.environment.put("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere\0");
        assertEquals(List.of(), fake.take().credentials());
    }

    @Test
    public void take_mountedServiceAccount_namesPodAndIsAFinding() throws Exception {
        String claims = "{\"kubernetes.io\":{\"pod\":{\"name\":\"agent-1\"},\"serviceaccount\":{\"name\":\"iac\"}}}";
        String token =
                "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                        + "." + SECRET;
        fake.file("var/run/secrets/kubernetes.io/serviceaccount/namespace", "iac-prod")
                .file("var/run/secrets/kubernetes.io/serviceaccount/token", token);
        Receipt receipt = fake.take();
        assertEquals(new Receipt.Pod("iac-prod", "agent-1", "iac"), receipt.pod());
        assertEquals(Severity.MEDIUM, receipt.credentials().get(0).severity());
        assertFalse(receipt.toString().contains(SECRET));
        fake.file("var/run/secrets/kubernetes.io/serviceaccount/token", "not.a-token.x");
        assertEquals(new Receipt.Pod("iac-prod", null, null), fake.take().pod());
    }

    @Test
    public void take_leftovers_areThoseSinceTheMachineStarted() throws Exception {
        fake.leftover("tmp/iac-run-1", Duration.ofMinutes(5))
                .leftover("tmp/terraform-provider123", Duration.ofMinutes(5))
                .leftover("tmp/plugin123456", Duration.ofMinutes(5))
                .leftover("tmp/hsperfdata", Duration.ofMinutes(5))
                .leftover("tmp/iac-in-the-image", Duration.ofHours(5))
                .leftover("tmp/iac-ours/x", Duration.ofMinutes(1))
                .leftover("home/jenkins/.terraform.d/checkpoint_cache", Duration.ofMinutes(5));
        Receipt receipt = new ReceiptTaker(fake.machine()).take(List.of(), Set.of(fake.root.resolve("tmp/iac-ours/x")));
        assertEquals(
                List.of(
                        "home/jenkins/.terraform.d/checkpoint_cache",
                        "tmp/iac-run-1",
                        "tmp/plugin123456",
                        "tmp/terraform-provider123"),
                receipt.leftovers().stream()
                        .map(path -> fake.root.relativize(Path.of(path)).toString())
                        .sorted()
                        .toList());
        Files.delete(fake.root.resolve("proc/uptime"));
        assertEquals(
                "of unknown age, everything counts", 6, fake.take().leftovers().size());
    }

    /** The list is cut, and other programs share the temporary directory. */
    @Test
    public void take_fullTemporaryDirectory_namesTheHomeAndTheProcessFirst() throws Exception {
        for (int i = 0; i < 200; i++) {
            fake.leftover("tmp/terraform" + i, Duration.ofMinutes(5));
        }
        fake.leftover("home/jenkins/.terraform.d/plugin-cache/x", Duration.ofMinutes(5))
                .leftover("work/tmp/iac-run-1", Duration.ofMinutes(5));
        fake.environment.put("TMPDIR", fake.root.resolve("work/tmp").toString());
        List<String> found = fake.take().leftovers().stream()
                .map(path -> fake.root.relativize(Path.of(path)).toString())
                .toList();
        assertEquals(50, found.size());
        assertEquals(List.of("home/jenkins/.terraform.d/plugin-cache", "work/tmp/iac-run-1"), found.subList(0, 2));
    }

    @Test
    public void take_dockerSocket_countsOnlyIfItAnswers() throws Exception {
        fake.file("var/run/docker.sock", "");
        assertEquals("a plain file", Tri.NO, fake.take().dockerSocket());
        Files.delete(fake.root.resolve("var/run/docker.sock"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(fake.root.resolve("var/run/docker.sock")));
            assertEquals(Tri.YES, fake.take().dockerSocket());
        }
        assertEquals("nobody listens any more", Tri.NO, fake.take().dockerSocket());
    }

    @Test
    public void take_dockerHost_isTriedToo() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            fake.environment.put("DOCKER_HOST", "tcp://127.0.0.1:" + server.getLocalPort());
            assertEquals(Tri.YES, fake.take().dockerSocket());
        }
        assertEquals(Tri.NO, fake.take().dockerSocket());
        fake.environment.put("DOCKER_HOST", "what is this");
        assertEquals(Tri.UNKNOWN, fake.take().dockerSocket());
    }

    @Test
    public void take_metadataService_isAskedInHttp() throws Exception {
        try (ServerSocket http = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> {
                try (Socket socket = http.accept()) {
                    socket.getInputStream().read(new byte[1000]);
                    socket.getOutputStream()
                            .write("HTTP/1.1 404 Not Found\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            server.start();
            fake.metadata.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), http.getLocalPort()));
            assertEquals(Tri.YES, fake.take().metadataService());
            server.join();
        }
        assertEquals("refused", Tri.NO, fake.take().metadataService());
        fake.patience = Duration.ofMillis(400);
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            fake.metadata.set(0, new InetSocketAddress(InetAddress.getLoopbackAddress(), silent.getLocalPort()));
            assertEquals(
                    "takes the connection and says nothing",
                    Tri.UNKNOWN,
                    fake.take().metadataService());
        }
    }

    @Test
    public void take_realFileSystem_findsHostUserAndAge() {
        Machine local = Machine.local(InstantSource.system());
        // A made-up home and no probes: what is on the machine of whoever runs this test is none of its business.
        Machine machine =
                new Machine(local.root(), fake.home, Map.of(), List.of(), Duration.ofMillis(1), InstantSource.system());
        Receipt receipt = new ReceiptTaker(machine).take(List.of(), Set.of());
        Assume.assumeTrue("skipped: no /proc here", Files.isRegularFile(Path.of("/proc/self/status")));
        assertEquals(System.getProperty("user.name"), receipt.user());
        assertTrue(receipt.age() != null && !receipt.age().isNegative());
        assertNotNull(receipt.host());
        assertEquals(receipt, ReceiptJson.read(ReceiptJson.write(receipt)));
    }

    @Test
    public void take_podWithoutToken_saysWhatItWasAdmittedAs() throws IOException {
        FakeMachine machine = new FakeMachine(folder.getRoot().toPath());
        machine.environment.put("IAC_RUNNERS_POD_IMAGE", "a script can say this");
        assertNull(machine.take().image());
        machine.file(
                "proc/1/environ",
                "PATH=/bin\0IAC_RUNNERS_POD_NAMESPACE=ns\0IAC_RUNNERS_POD_NAME=p-1\0IAC_RUNNERS_POD_SERVICE_ACCOUNT=sa"
                        + "\0IAC_RUNNERS_POD_IMAGE=r/i@sha256:aa\0");
        Receipt receipt = machine.take();
        assertEquals(new Receipt.Pod("ns", "p-1", "sa"), receipt.pod());
        assertEquals("r/i@sha256:aa", receipt.image());
    }
}
