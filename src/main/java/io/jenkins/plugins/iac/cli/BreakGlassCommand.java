package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.run.BreakGlass;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code break-glass}: as {@code plan}, on the way for emergencies. */
@Command(
        name = "break-glass",
        header =
                "Makes a governed plan in an emergency: own pool, own approvals, a time limit, and a review afterwards.",
        description = {
            "",
            "As 'plan', for an environment that has a rule 'breakGlass'. The alert of the rule is told first. Calendar freezes",
            "and windows do not hold it up; policies, digest, door and a freeze that a person switched on do. It is approved",
            "by people of the rule's teams with 'approve', applied with 'apply' before it expires, and stays open in 'runs'",
            "until somebody writes the 'review'.",
            "",
            "Example:",
            "  iac-runners break-glass --stack prod/eu-west-1/payments-db --dir . --source branch --ref main \\",
            "      --commit $(git rev-parse HEAD) --actor alice --reason 'database down, INC-12' --expiry 30m"
        })
final class BreakGlassCommand extends PlanCommand {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,4})([mh])");

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "what the emergency is; kept as evidence")
    private String reason;

    @Option(names = "--expiry", paramLabel = "SPAN", description = "such as 30m; never longer than the rule's")
    private String expiry;

    @Override
    ObjectNode details(CliEngine engine, String stackName) {
        return new BreakGlass(engine.services())
                .details(
                        super.details(engine, stackName),
                        stackName,
                        reason,
                        engine.services().clock().instant(),
                        span());
    }

    private Duration span() {
        if (expiry == null) {
            return null;
        }
        Matcher matcher = SPAN.matcher(expiry);
        if (!matcher.matches()) {
            throw IacException.badInput(
                    "reading the command line", "--expiry", expiry, "minutes or hours such as 30m or 1h", "correct it");
        }
        long number = Long.parseLong(matcher.group(1));
        return matcher.group(2).equals("m") ? Duration.ofMinutes(number) : Duration.ofHours(number);
    }
}
