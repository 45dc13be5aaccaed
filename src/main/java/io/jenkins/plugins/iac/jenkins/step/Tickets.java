package io.jenkins.plugins.iac.jenkins.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.util.FormValidation;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Ticket;
import io.jenkins.plugins.iac.run.Run;

/** The ticket that a step names with a request; a run has one for good, as policies and external checks judged by it. */
final class Tickets {
    private static final String MEMBER = "ticket";

    private Tickets() {}

    /** Refuses what names no ticket; null is none. */
    static void require(String function, String ticket) throws AbortException {
        if (ticket != null && !Ticket.isValid(ticket)) {
            throw new AbortException(function + ": ticket: expected " + Ticket.EXPECTED + ", found '" + ticket + "'");
        }
    }

    /** Says what is wrong with a ticket while it is typed. */
    static FormValidation check(String value) {
        return value == null || value.isBlank() || Ticket.isValid(value.strip())
                ? FormValidation.ok()
                : FormValidation.error("expected " + Ticket.EXPECTED);
    }

    /** Names the ticket, if there is one, in what the request says. */
    static void into(ObjectNode details, String ticket) {
        if (ticket != null) {
            details.put(MEMBER, ticket);
        }
    }

    private static String of(Run run) {
        return run.fact("request").path(MEMBER).asText(null);
    }

    /**
     * For a step inside of the block that asked for the run.
     *
     * @param ticket what it names, or null
     * @throws IacException of kind REFUSED if the run was asked for with another one
     */
    static void same(Run run, String ticket) {
        if (of(run) != null) {
            planned(run, ticket);
        }
    }

    /**
     * For a step that goes on with a run that is planned.
     *
     * @param ticket what it names, or null
     * @throws IacException of kind REFUSED if the run was planned with another one or with none
     */
    static void planned(Run run, String ticket) {
        String known = of(run);
        if (ticket != null && !ticket.equals(known)) {
            throw IacException.refused(
                    "naming a ticket",
                    "run " + run.id() + " of " + run.stackName(),
                    "the ticket " + ticket,
                    known == null ? "none: the run was planned without one" : "that of the run, " + known,
                    "name the ticket once, where the run begins");
        }
    }
}
