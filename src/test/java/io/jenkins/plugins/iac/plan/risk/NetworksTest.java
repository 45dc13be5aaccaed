package io.jenkins.plugins.iac.plan.risk;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class NetworksTest {
    /** Texts that look like addresses and are none; with a resolver that knows them, a look-up would make them networks. */
    private static final List<String> NAMES = List.of("999.1.1.1", "256.0.0.0", "1.2.3.300", ".:1", "..:", ".::");

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    @Test
    public void areOpen_textsOfProviders_byWhatTheyCover() {
        Object[][] cases = {
            {"0.0.0.0/0", true},
            {"::/0", true},
            {"8.0.0.0/7", true},
            {"255.255.255.255", false},
            {"10.0.0.0/8", false},
            {"008.000.000.000/7", true},
            {"fe80::1/10", false},
            {"2000::/3", true},
            {"::ffff:8.0.0.0/8", true},
            {"0.0.0.0/33", false},
            {"example.org/0", false},
            {"abcd/0", false},
            {"1.2.3/0", false},
            {"", false},
            {":", false},
            {"1:::::::::/0", false},
        };
        for (Object[] one : cases) {
            assertEquals(one[0].toString(), one[1], Networks.areOpen(List.of(one[0].toString())));
        }
    }

    @Test
    public void areOpen_whatIsNoAddress_isNotLookedUp() throws Exception {
        Path hosts = temporary.getRoot().toPath().resolve("hosts");
        List<String> lines = new ArrayList<>();
        NAMES.forEach(name -> lines.add("8.0.0.0 " + name));
        lines.add("8.0.0.0 known.example");
        Files.write(hosts, lines);
        Path out = temporary.getRoot().toPath().resolve("out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.net.hosts.file=" + hosts,
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Asked.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals("known.example is looked up\n", Files.readString(out));
    }

    /** In a process of its own, whose resolver reads a file: says which texts it was asked for. */
    public static final class Asked {
        private Asked() {}

        public static void main(String[] arguments) throws Exception {
            // Throws where the file is not asked: the test would see nothing then.
            System.out.print(InetAddress.getByName("known.example").getHostName() + " is looked up\n");
            for (String name : NAMES) {
                if (Networks.areOpen(List.of(name + "/0"))) {
                    System.out.print(name + " is looked up\n");
                }
            }
        }
    }
}
