package io.jenkins.plugins.iac.receipt;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Takes the receipt of a machine. Reads names and shapes, never passes a secret's value on. Blocks for at most a few
 * probes; what cannot be found out is unknown, and nothing here throws for it.
 */
public final class ReceiptTaker {
    private final Machine machine;

    public ReceiptTaker(Machine machine) {
        this.machine = machine;
    }

    /**
     * Takes it.
     *
     * @param tools tools of the pool as whoever looked found them
     * @param ours directories of this very run, which are no leftovers
     */
    public Receipt take(List<Receipt.Tool> tools, Set<Path> ours) {
        List<String> unknown = new ArrayList<>();
        SystemFacts facts = new SystemFacts(machine);
        Probes probes = new Probes(machine);
        Duration age = facts.age();
        List<Finding> credentials = new ArrayList<>();
        List<String> leftovers = new ArrayList<>();
        try {
            new CredentialScan(machine).collect(credentials);
        } catch (IOException e) {
            unknown.add(Receipt.CREDENTIALS);
        }
        try {
            new Leftovers(machine, age, ours).collect(leftovers);
        } catch (IOException e) {
            unknown.add(Receipt.LEFTOVERS);
        }
        credentials.sort(Finding.WORST_FIRST);
        return new Receipt(
                machine.clock().instant(),
                facts.host(),
                facts.user(),
                facts.root(),
                facts.container(),
                facts.image(),
                facts.pod(),
                tools,
                age,
                leftovers,
                credentials,
                probes.dockerSocket(),
                probes.metadataService(),
                unknown);
    }
}
