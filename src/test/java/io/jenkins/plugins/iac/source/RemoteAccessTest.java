package io.jenkins.plugins.iac.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jenkins.plugins.iac.model.IacException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Repositories that need a certificate and a credential. The server knows no fetch by commit, so every fallback is real. */
public class RemoteAccessTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private final RecordingRunner runner = new RecordingRunner();
    private HttpsServer server;
    private Path certificate;
    private Path credentials;
    private String url;
    private String commit;
    private Path target;

    @Before
    public void serve() throws Exception {
        Path folder = temporary.getRoot().toPath();
        TestRepository repository =
                new TestRepository(temporary.newFolder("origin").toPath());
        commit = repository.write("main.tf", "# one\n").commit("one");
        repository.commit("two");
        repository.git("update-server-info");

        KeyStore keys = selfSigned(folder.resolve("server.p12"));
        certificate = Files.writeString(
                folder.resolve("server.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(keys.getCertificate("server").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        Path files = repository.path().resolve(".git");
        server.createContext("/r.git/", exchange -> {
                    Path file = files.resolve(exchange.getRequestURI().getPath().substring("/r.git/".length()));
                    boolean found = Files.isRegularFile(file);
                    byte[] body = found ? Files.readAllBytes(file) : new byte[0];
                    exchange.sendResponseHeaders(found ? 200 : 404, body.length == 0 ? -1 : body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                })
                .setAuthenticator(new BasicAuthenticator("r") {
                    @Override
                    public boolean checkCredentials(String user, String password) {
                        return user.equals("reader") && password.equals("s3cret");
                    }
                });
        server.start();
        url = "https://localhost:" + server.getAddress().getPort() + "/r.git";
        credentials = Files.writeString(
                folder.resolve("credentials"), url.replace("https://", "https://reader:s3cret@") + "\n");
        target = folder.resolve("checkout");
    }

    private static KeyStore selfSigned(Path file) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(said, 0, keytool.waitFor());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    @After
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private Checkout checkout(GitAccess access) {
        return new GitCheckout(TestRepository.program("git"), runner)
                .checkout(CheckoutRequest.of(url, commit, "main", target).with(access));
    }

    @Test
    public void checkout_overHttpsWithCertificateAndCredential_works() throws Exception {
        Checkout checkout =
                checkout(new GitAccess(null, null, credentials, Map.of("GIT_SSL_CAINFO", certificate.toString())));
        assertEquals("# one\n", Files.readString(checkout.root().resolve("main.tf")));
        assertTrue(runner.asked.stream()
                .noneMatch(spec -> spec.command().toString().contains("s3cret")
                        || spec.environment().toString().contains("s3cret")));
    }

    @Test
    public void checkout_withoutCredentialOrTrust_failsWithoutAskingAnybody() throws Exception {
        Map<String, String> trust = Map.of("GIT_SSL_CAINFO", certificate.toString());
        Path wrong = Files.writeString(credentials.resolveSibling("wrong"), "https://reader:wr0ng@localhost\n");
        for (GitAccess access : List.of(
                new GitAccess(null, null, null, trust),
                new GitAccess(null, null, wrong, trust),
                new GitAccess(null, null, credentials, Map.of()))) {
            IacException failure = assertThrows(IacException.class, () -> checkout(access));
            assertEquals(IacException.Kind.TOOL_FAILED, failure.kind());
            assertFalse(failure.getMessage(), failure.getMessage().contains("s3cret"));
            assertFalse(Files.exists(target));
        }
    }

    /** What OpenSSH itself makes of the configuration that it gets from us. */
    @Test
    public void sshConfiguration_asOpenSshReadsIt_asksNothingAndTrustsNoUnknownHost() throws Exception {
        Path ssh = TestRepository.program("ssh");
        Path home = temporary.newFolder("home of a run").toPath();
        GitAccess access = new GitAccess(home.resolve("a key"), home.resolve("known hosts"), null, Map.of());
        Map<String, String> environment =
                GitEnvironment.of(Path.of("/usr/bin/git"), home, RepositoryUrl.Protocol.SSH, access);
        assertEquals("ssh -F '" + home + "/ssh_config'", environment.get("GIT_SSH_COMMAND"));
        Process process = new ProcessBuilder(
                        ssh.toString(), "-F", home.resolve("ssh_config").toString(), "-G", "git@host.example")
                .start();
        String options =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        for (String option : List.of(
                "batchmode yes",
                "stricthostkeychecking true",
                "permitlocalcommand no",
                "forwardagent no",
                "controlmaster false",
                "identitiesonly yes",
                "globalknownhostsfile /dev/null",
                "identityfile " + home + "/a key",
                "userknownhostsfile " + home + "/known hosts")) {
            assertTrue(option + " in\n" + options, options.contains(option.toLowerCase(Locale.ROOT) + "\n"));
        }
        assertFalse(options, options.contains("proxycommand"));
    }
}
