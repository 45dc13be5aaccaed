package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A home that is made. Two commands in processes of their own are in {@link TwoCommandsTest}. */
public class HomeTest {
    private static final int ROUNDS = 60;
    private static final int COMMANDS = 4;

    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    /** What one of the commands came to: whether its home trusts local votes, or the error. */
    private static String open(Path home, boolean trust, CyclicBarrier together) throws Exception {
        together.await();
        try {
            Home opened = Home.open(home, trust, () -> Instant.EPOCH);
            opened.keys();
            return String.valueOf(opened.trustsLocalVotes());
        } catch (IacException e) {
            return e.problem().found();
        }
    }

    @Test
    public void home_thatSeveralCommandsMakeAtOnce_isOneHomeForAllOfThem() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(COMMANDS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Path home = temporary.getRoot().toPath().resolve("home" + round);
                CyclicBarrier together = new CyclicBarrier(COMMANDS);
                List<Future<String>> ends = new ArrayList<>();
                for (int i = 0; i < COMMANDS; i++) {
                    boolean trust = i % 2 == 0;
                    ends.add(threads.submit(() -> open(home, trust, together)));
                }
                List<String> said = new ArrayList<>();
                for (Future<String> end : ends) {
                    said.add(end.get());
                }
                String made = Json.mapper()
                        .readTree(home.resolve("home.json").toFile())
                        .path("trustLocalVotes")
                        .asText();
                String asking = made.equals("true") ? made : "a home made without --trust-local-votes";
                assertEquals("round " + round, List.of(asking, made, asking, made), said);
            }
        } finally {
            threads.shutdown();
        }
    }
}
