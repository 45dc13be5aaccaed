package io.jenkins.plugins.iac.plan;

import java.util.List;

/**
 * The result of a condition in the configuration (precondition, postcondition, check block, variable validation).
 *
 * @param address what the condition belongs to, for example {@code check.health}
 * @param kind {@code check}, {@code resource}, {@code output_value} or {@code var}
 * @param status {@code pass}, {@code fail}, {@code error} or {@code unknown}
 * @param messages why it failed, a few of them, shortened
 * @param messagesOmitted how many more there are
 */
public record Check(String address, String kind, String status, List<String> messages, long messagesOmitted) {
    public Check {
        messages = List.copyOf(messages);
    }

    Check(String address, String kind, String status, Bounded<String> messages) {
        this(address, kind, status, messages.items(), messages.omitted());
    }

    Check masked(SecretMasker masker) {
        return new Check(
                address, kind, status, messages.stream().map(masker::maskCut).toList(), messagesOmitted);
    }

    /** The messages in one line, with how many are left out. */
    public String said() {
        return String.join("; ", messages) + (messagesOmitted == 0 ? "" : "; ... and " + messagesOmitted + " more");
    }

    /** Whether the condition holds; one that is unknown until apply does not count as held. */
    public boolean passed() {
        return status.equals("pass");
    }
}
