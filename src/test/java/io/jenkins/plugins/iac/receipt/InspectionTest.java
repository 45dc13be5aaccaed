package io.jenkins.plugins.iac.receipt;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.json.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class InspectionTest {
    private static final String SECRET = "hunter2hunter2";
    private static final String ACCOUNT = "var/run/secrets/kubernetes.io/serviceaccount/";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private FakeMachine fake;

    @Before
    public void machine() throws Exception {
        fake = new FakeMachine(folder.getRoot().toPath());
    }

    private interface Change {
        void on(FakeMachine machine) throws Exception;
    }

    private record Row(String severity, String what, String where, Change change) {}

    @Test
    public void findings_tableOfAgents_nameEachWithItsSeverity() throws Exception {
        List<Row> rows = List.of(
                new Row(
                        "high",
                        "standing credential",
                        "AWS_SECRET_ACCESS_KEY",
                        m -> m.environment.put("AWS_SECRET_ACCESS_KEY", SECRET)),
                new Row("high", "AWS credentials", ".aws/credentials", m -> m.home(".aws/credentials", SECRET)),
                new Row("high", "Kubernetes client configuration", ".kube/config", m -> m.home(".kube/config", SECRET)),
                new Row(
                        "high",
                        "private SSH key",
                        ".ssh/id_ed25519",
                        m -> m.home(".ssh/id_ed25519", "-----BEGIN OPENSSH PRIVATE KEY-----\n" + SECRET)),
                new Row(
                        "medium",
                        WorkloadTokens.SERVICE_ACCOUNT,
                        ACCOUNT + "token",
                        m -> m.file(ACCOUNT + "token", SECRET)),
                new Row(
                        "medium",
                        "token of a workload's identity",
                        "eks.amazonaws.com/serviceaccount/token",
                        m -> m.file("var/run/secrets/eks.amazonaws.com/serviceaccount/token", SECRET)),
                new Row(
                        "medium",
                        "token of a workload's identity",
                        "tokens/gcp-ksa",
                        m -> m.file("run/secrets/tokens/gcp-ksa", "eyJh.eyJz." + SECRET + "\n")),
                new Row(
                        "medium",
                        "jobs run as root",
                        "user root",
                        m -> m.file("proc/self/status", "Uid:\t0\t0\t0\t0\n")),
                new Row(
                        "medium",
                        "variable named like a secret",
                        "DB_PASSWORD",
                        m -> m.environment.put("DB_PASSWORD", SECRET)),
                new Row(
                        "low",
                        "left by an earlier run",
                        "tmp/iac-1",
                        m -> m.leftover("tmp/iac-1", Duration.ofMinutes(1))),
                new Row(
                        "low",
                        "left by an earlier run",
                        "tmp/x.tfstate",
                        m -> m.leftover("tmp/x.tfstate", Duration.ofMinutes(1))),
                new Row(
                        "low",
                        "could not be checked: jobs run as root",
                        "user null",
                        m -> Files.delete(m.root.resolve("proc/self/status"))));
        for (Row row : rows) {
            FakeMachine machine = new FakeMachine(folder.newFolder().toPath());
            row.change().on(machine);
            List<Finding> found = Inspection.findings(machine.take());
            assertEquals(row.what() + found, 1, found.size());
            assertEquals(row.what(), row.severity(), found.get(0).severity().id());
            assertEquals(row.what(), found.get(0).what());
            assertTrue(found.toString(), found.get(0).where().endsWith(row.where()));
            assertFalse(row.what(), Inspection.json(machine.take()).toString().contains(SECRET));
        }
    }

    /** As a cluster mounts it: what is seen are links into a directory with the time in its name. */
    @Test
    public void findings_ofAMountedVolume_nameEachTokenOnce() throws Exception {
        fake.file(ACCOUNT + "..2026_11_21/token", SECRET)
                .file(ACCOUNT + "..2026_11_21/ca.crt", "-----BEGIN CERTIFICATE-----")
                .file(ACCOUNT + "..2026_11_21/namespace", "iac");
        Path account = fake.root.resolve(ACCOUNT);
        Files.createSymbolicLink(account.resolve("..data"), Path.of("..2026_11_21"));
        for (String name : List.of("token", "ca.crt", "namespace")) {
            Files.createSymbolicLink(account.resolve(name), Path.of("..data", name));
        }
        List<Finding> found = Inspection.findings(fake.take());
        assertEquals(
                List.of(account.resolve("token").toString()),
                found.stream().map(Finding::where).toList());
    }

    @Test
    public void findings_ofABadPod_comeWorstFirst() throws Exception {
        fake.home(".netrc", "machine x password " + SECRET)
                .file(ACCOUNT + "token", SECRET)
                .file("proc/self/status", "Uid:\t0\t0\t0\t0\n")
                .leftover("tmp/terraform-provider1", Duration.ofMinutes(1));
        Path socket = Files.createDirectories(fake.root.resolve("run")).resolve("docker.sock");
        try (ServerSocketChannel docker = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            docker.bind(UnixDomainSocketAddress.of(socket));
            fake.metadata.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), silent.getLocalPort()));
            Receipt receipt =
                    new ReceiptTaker(fake.machine()).take(List.of(new Receipt.Tool("/usr/bin/tofu", null)), Set.of());
            List<Finding> found = Inspection.findings(receipt);
            List<Finding> sorted = new ArrayList<>(found);
            sorted.sort(Comparator.comparing(Finding::severity));
            assertEquals(sorted, found);
            List<String> what =
                    found.stream().map(f -> f.severity().id() + " " + f.what()).toList();
            assertEquals(7, what.size());
            assertTrue(what.toString(), what.contains("high a container engine answers: root on this machine"));
            assertTrue(what.toString(), what.contains("high passwords for hosts"));
            assertTrue(
                    what.toString(), what.contains("low could not be checked: an instance metadata service answers"));
            assertFalse(Json.write(Inspection.json(receipt)).contains(SECRET));
        }
    }
}
