package io.jenkins.plugins.iac.model;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class TicketTest {
    @Test
    public void check_ticketAndBeginning_asAPersonMeansThem() {
        Object[][] table = {
            {"OPS-12", "OPS-", true},
            {"infra#7", "infra", true},
            {"org/infra#7", "org/infra#", true},
            {"OPS-", "OPS-", false},
            {"ops-12", "OPS-", false},
            {"CHG-12", "OPS-", false},
            {"xOPS-12", "OPS-", false},
            {"OPS-12; rm", "OPS-", false},
            {"OPS-1\n", "OPS-", false},
            {"OPS-" + "1".repeat(96), "OPS-", true},
            {"OPS-" + "1".repeat(97), "OPS-", false},
            {"", "OPS-", false},
            {null, "OPS-", false},
        };
        for (Object[] row : table) {
            assertEquals(row[0] + " of " + row[1], row[2], Ticket.check((String) row[0], (String) row[1]));
        }
    }
}
