package io.jenkins.plugins.iac.jenkins.run;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/**
 * Who or what stopped a step, as Pipeline says it: an abort by hand, a timeout and a newer build look alike otherwise.
 *
 * @param by the id of the user, else what the cause says of itself, else {@code somebody}
 * @param why what the causes say, in one line
 */
public record Stop(String by, String why) {
    private static final int LONGEST = 500;

    /** What Pipeline handed to the step that was stopped; null and anything else that names no cause is somebody's. */
    public static Stop of(Throwable thrown) {
        List<CauseOfInterruption> causes =
                thrown instanceof FlowInterruptedException stopped ? stopped.getCauses() : List.of();
        String said = causes.stream()
                .map(CauseOfInterruption::getShortDescription)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("; "));
        String user = causes.stream()
                .filter(CauseOfInterruption.UserInterruption.class::isInstance)
                .map(c -> ((CauseOfInterruption.UserInterruption) c).getUserId())
                .findFirst()
                .orElse(null);
        String message = thrown == null ? null : thrown.getMessage();
        String why = said.isBlank() ? message == null ? "the build was stopped" : message : said;
        String by = user != null ? user : said.isBlank() ? "somebody" : said;
        return new Stop(line(by), line(why));
    }

    private static String line(String text) {
        String one = text.replaceAll("\\p{Cntrl}", " ").strip();
        return one.length() > LONGEST ? one.substring(0, LONGEST) : one;
    }
}
