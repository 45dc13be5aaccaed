package io.jenkins.plugins.iac.scan;

import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.rules.TemporaryFolder;

/** A checkout with a stack in {@code live}, to be scanned. */
final class ScanFixture {
    static final ScanPolicy UNTRUSTED = new ScanPolicy(
            ScanRule.UNTRUSTED,
            ScanPolicy.TERRAFORM_REGISTRY,
            List.of("hashicorp/aws", "registry.terraform.io/hashicorp/kubernetes", "northstar/tools"),
            List.of("./", "git@github.com:northstar/iac-modules.git", "northstar/"),
            new Backend("s3", Map.of("bucket", "state", "key", "a/b.tfstate", "max_retries", 5, "encrypt", true)));

    private final Path root;

    ScanFixture(TemporaryFolder temporary) throws IOException {
        root = temporary.newFolder().toPath();
        Files.createDirectories(root.resolve("live"));
    }

    /** That a stack of this one file is refused by the rule at the line. */
    static void refused(TemporaryFolder temporary, ScanRule rule, int line, String text) throws IOException {
        Set<String> findings =
                new ScanFixture(temporary).write("live/main.tf", text).findings();
        assertTrue(text + "\n" + findings, findings.contains("live/main.tf:" + line + " " + rule));
    }

    Path root() {
        return root;
    }

    ScanFixture write(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    ScanResult scan(ScanPolicy policy) {
        return ConfigurationScan.scan(root, "live", policy);
    }

    /** What the untrusted policy refuses, as "file:line rule". */
    Set<String> findings() {
        return scan(UNTRUSTED).findings().stream()
                .map(f -> f.file() + ":" + f.line() + " " + f.rule())
                .collect(Collectors.toSet());
    }
}
