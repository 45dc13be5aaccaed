package io.jenkins.plugins.iac.model;

import java.time.Duration;
import java.util.List;

/**
 * An external check: something outside that is asked at a stage of a run and answers passed or failed.
 *
 * @param stages when it is asked, out of {@code before_plan}, {@code after_plan}, {@code before_apply}, {@code break_glass}
 * @param mandatory whether anything but passed refuses
 * @param url where it is asked by HTTPS, or null
 * @param command absolute path of a program and its arguments, run on the machine of the command line, or on the agent of the
 *     run; empty where it is asked by HTTPS
 * @param timeout longest time for one question
 * @param network which addresses the host of {@code url} may have: {@code public}, {@code private} (these too),
 *     {@code local} (this machine, too)
 * @param certificates absolute path of PEM certificates to trust instead of Java's, or null
 * @param sendPlan whether the redacted plan goes with the question
 */
public record RunTask(
        String name,
        List<String> stages,
        boolean mandatory,
        String url,
        List<String> command,
        Duration timeout,
        String network,
        String certificates,
        boolean sendPlan) {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    public RunTask {
        stages = Values.list(stages);
        command = Values.list(command);
        timeout = timeout == null ? DEFAULT_TIMEOUT : timeout;
        network = network == null ? "public" : network;
    }
}
