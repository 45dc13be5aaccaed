package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.InstantSource;
import java.util.List;
import org.junit.Test;
import picocli.CommandLine.Command;

/** A call that puts together few commands is understood as if it had all of them. */
public class CommandsTest {
    @Test
    public void of_everyName_isTheCommandThatCallsItselfSo() {
        for (String name : Commands.NAMES) {
            assertEquals(name, Commands.of(name).getAnnotation(Command.class).name());
        }
    }

    @Test
    public void meant_byArguments_isAllThatTheyName() {
        Object[][] cases = {
            {"runs", List.of("runs")},
            {"--home h runs --stack plan", List.of("plan", "runs")},
            {"run show r", List.of("run")},
            {"apply --help", Commands.NAMES},
            {"-h plan", Commands.NAMES},
            {"", Commands.NAMES},
            {"nonsense", Commands.NAMES},
        };
        for (Object[] row : cases) {
            assertEquals(row[1], Commands.meant(((String) row[0]).split(" ")));
        }
    }

    @Test
    public void run_whatNobodyUnderstands_isToldWithAllCommandsInView() {
        Company.raw(InstantSource.system(), "runs", "plan", "--format=json").fails(1, "iac-runners runs", "'plan'");
        Company.raw(InstantSource.system(), "palns", "--format=json").fails(1, "palns");
        Company.raw(InstantSource.system(), "plan", "--stak", "x", "--format=json")
                .fails(1, "iac-runners plan");
        String help = Company.raw(InstantSource.system(), "--help").ends(0).out();
        for (String name : Commands.NAMES) {
            assertTrue(name, help.contains("\n  " + name));
        }
    }
}
