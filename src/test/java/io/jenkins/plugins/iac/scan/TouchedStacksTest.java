package io.jenkins.plugins.iac.scan;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.iac.model.StackId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TouchedStacksTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private ScanFixture fixture;

    @Before
    public void makeTree() throws IOException {
        fixture = new ScanFixture(temporary)
                .write("live/a/main.tf", "module \"m\" { source = \"../../modules/m\" }\n")
                .write("live/ab/main.tf", "locals { x = file(\"${path.module}/../../shared/x.json\") }\n")
                .write("live/c/main.tf", "locals { x = file(var.x) }\n")
                .write("live/d/main.tf", "resource {")
                .write("modules/m/main.tf", "module \"n\" { source = \"../n\" }\n")
                .write("modules/n/main.tf", "");
    }

    private void touches(String changed, String... stacks) {
        Map<StackId, String> directories = Map.of(
                new StackId("a"), "live/a",
                new StackId("ab"), "./live/ab",
                new StackId("computed"), "live/c",
                new StackId("broken"), "live/d",
                new StackId("gone"), "live/e");
        List<String> always = List.of("broken", "computed", "gone");
        List<String> expected = new ArrayList<>(List.of(stacks));
        expected.addAll(always);
        expected.sort(null);
        assertEquals(
                changed,
                expected,
                TouchedStacks.of(fixture.root(), directories, List.of(changed)).stream()
                        .map(StackId::value)
                        .toList());
    }

    @Test
    public void of_eachChange_namesTheStacksThatReachIt() {
        touches("live/a/main.tf", "a");
        touches("live/a/removed/file", "a");
        touches("live/ab/main.tf", "ab");
        touches("modules/m/x", "a");
        touches("modules/n/main.tf", "a");
        touches("modules/other/main.tf");
        touches("shared/x.json", "ab");
        touches("shared/y.json");
        touches("README.md");
    }

    @Test
    public void of_noChange_isNoStack() {
        assertEquals(
                0,
                TouchedStacks.of(fixture.root(), Map.of(new StackId("a"), "live/a"), List.of())
                        .size());
    }
}
