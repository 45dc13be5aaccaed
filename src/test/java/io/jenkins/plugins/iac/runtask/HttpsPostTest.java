package io.jenkins.plugins.iac.runtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.iac.model.TaskNetwork;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import org.junit.Test;

public class HttpsPostTest {
    /** Somebody who takes connections and never says a word. */
    @Test
    public void send_timeoutBeforeOrWhileItConnects_leavesNoConnectionBehind() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
            URI uri = URI.create("https://127.0.0.1:" + silent.getLocalPort() + "/check");
            for (int i = 0; i < 50; i++) {
                HttpsPost post = new HttpsPost(
                        uri, "application/json", new byte[] {'{', '}'}, TaskNetwork.LOCAL, (SSLSocketFactory)
                                SSLSocketFactory.getDefault());
                assertThrows(TaskAnswer.NoAnswer.class, () -> post.send(Duration.ZERO));
            }
            List<Thread> asking = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("iac-run-task"))
                    .toList();
            for (Thread thread : asking) {
                thread.join(5_000);
            }
            assertEquals(0, asking.stream().filter(Thread::isAlive).count());
        }
    }
}
