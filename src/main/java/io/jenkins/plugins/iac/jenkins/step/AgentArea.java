package io.jenkins.plugins.iac.jenkins.step;

import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.iac.jenkins.agent.ErroredStates;
import io.jenkins.plugins.iac.jenkins.agent.RemoveArea;
import io.jenkins.plugins.iac.run.RescuedStates;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunServices;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The working directory of a run on an agent, at the end of whatever worked there. Blocks on the agent. */
final class AgentArea {
    private AgentArea() {}

    /**
     * Fetches the states that are nowhere else, then removes the directory. Only for a run of which no process is at work.
     * What cannot be fetched stays where it is, and so does everything around it.
     *
     * @param log told what was fetched
     */
    static void remove(RunServices services, Run run, VirtualChannel channel, Consumer<String> log)
            throws IOException, InterruptedException {
        String area = run.fact("checkout").path("area").asText();
        if (area.isEmpty()) {
            return;
        }
        int number = 0;
        for (String state : channel.call(new ErroredStates(area, run.id()))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new FilePath(channel, state).copyTo(bytes);
            Path kept = RescuedStates.keep(services, run.id(), number++, bytes.toByteArray());
            log.accept("the backend did not take the state; it is kept on the controller as " + kept
                    + ": push it, compare, then unlock the stack");
        }
        channel.call(new RemoveArea(area, run.id()));
    }
}
