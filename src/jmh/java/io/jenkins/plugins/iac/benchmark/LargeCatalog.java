package io.jenkins.plugins.iac.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A catalog as a large company would have it: 200 pools, 500 rules of which each stack is concerned by a few, an identity
 * for reading and one for writing for each pool, scopes for each region, and as many stacks as wanted, a third of which
 * depend on another. As a program it writes the document to a file, for benchmarks of the whole process.
 */
public final class LargeCatalog {
    private static final int POOLS = 200;
    private static final int RULES = 500;

    private LargeCatalog() {}

    /** {@code LargeCatalog STACKS FILE}. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[1]), text(Integer.parseInt(arguments[0])));
    }

    static String id(int stack) {
        return "prod/r" + stack % POOLS + "/team" + stack % 40 + "-service" + stack;
    }

    static String text(int stacks) {
        StringBuilder text = new StringBuilder(stacks * 160);
        text.append("teams:\n");
        for (int i = 0; i < 80; i++) {
            text.append("  - {name: team%d, users: [user%d, other%d]}\n".formatted(i, i, i));
        }
        text.append("environments:\n  - name: dev\n  - name: prod\n    protected: true\n    protectedRefs: [main]\n")
                .append("    approvals: [{name: owner, teams: [\"@stack.owner\"]}]\n");
        text.append("identities:\n");
        for (int i = 0; i < POOLS; i++) {
            text.append(
                    ("  - {name: i%d-plan, environment: prod, operations: [plan, drift], cloud: generic, audience: a%d}\n"
                                    + "  - {name: i%d-apply, environment: prod, operations: [apply, destroy, import], cloud: generic,"
                                    + " audience: a%d}\n")
                            .formatted(i, i, i, i));
        }
        text.append("pools:\n");
        for (int i = 0; i < POOLS; i++) {
            text.append(("  - {name: pool%d, trust: protected, ephemeral: true, environments: [prod],"
                            + " operations: [plan, drift, apply, destroy], identities: [i%d-plan, i%d-apply], networks: [n%d],"
                            + " tools: [{name: terraform, version: 1.11.4, path: /usr/bin/terraform, sha256: \"%s\"}]}\n")
                    .formatted(i, i, i, i, "0".repeat(64)));
        }
        text.append(
                        "scopes:\n  - path: \"prod/**\"\n    environment: prod\n    repository: https://git.example/infra.git\n")
                .append(
                        "    tool: {name: terraform, version: 1.11.4}\n    backend: {type: s3, config: {bucket: state}}\n");
        for (int i = 0; i < POOLS; i++) {
            text.append(("  - {path: \"prod/r%d/*\", pools: [pool%d], networks: [n%d], variables: {region: r%d},"
                            + " identities: {plan: i%d-plan, apply: i%d-apply}}\n")
                    .formatted(i, i, i, i, i, i));
        }
        text.append("stacks:\n");
        for (int i = 0; i < stacks; i++) {
            text.append("  - id: ")
                    .append(id(i))
                    .append("\n    directory: live/s")
                    .append(i);
            text.append("\n    owner: team").append(i % 40);
            text.append("\n    backend: {config: {key: s").append(i).append("}}\n");
            if (i % 3 == 2) {
                text.append("    dependsOn: [").append(id(i - 1)).append("]\n");
            }
        }
        text.append("rules:\n");
        for (int i = 0; i < RULES; i++) {
            text.append(
                    ("  - {name: rule%d, when: \"environment.protected && operation == 'apply' && stack.owner == 'team%d'\","
                                    + " require: \"source.ref == 'main'\", message: from main}\n")
                            .formatted(i, i % 80));
        }
        return text.toString();
    }
}
