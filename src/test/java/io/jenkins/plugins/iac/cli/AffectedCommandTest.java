package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Whom commits concern that change a module which is called by its address. */
public class AffectedCommandTest {
    private static final String MODULES = "git@github.com:northstar/iac-modules.git";

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private Company company;
    private Company modules;
    private String before;

    @Before
    public void company() throws Exception {
        Company.tool();
        company = new Company(temporary.newFolder("c").toPath());
        String allowed = "modules: [\"./\", \"" + MODULES + "\"]";
        company.stack("dev/floats", allowed, module(MODULES + "//net?ref=main"))
                .stack("dev/pinned", allowed, module(MODULES + "//net?ref=v1"))
                .stack("dev/other", allowed, module(MODULES + "//dns"))
                .stack("dev/own", "", module("git::https://github.com/northstar/infra-live.git//shared?ref=main"))
                .stack("dev/plain", "", "resource \"terraform_data\" \"a\" {}\n")
                .file("shared/main.tf", "output \"x\" {\n  value = 1\n}\n")
                .writeCatalog()
                .commit();
        modules = new Company(temporary.newFolder("m").toPath());
        modules.file("net/main.tf", "").file("dns/main.tf", "").commit();
        modules.git("tag", "v1");
        before = modules.head();
        modules.file("net/main.tf", "output \"x\" {\n  value = 2\n}\n").commit();
    }

    private static String module(String source) {
        return "module \"m\" {\n  source = \"" + source + "\"\n}\n";
    }

    private JsonNode affected(Company changed, String from, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("affected", "--dir", changed.repository().toString(), "--from", from, "--to", "HEAD"));
        arguments.addAll(List.of(more));
        return company.call(arguments.toArray(String[]::new)).ends(0).json();
    }

    @Test
    public void affected_commitOfAModuleRepository_isWhoMayUseItUntilTheirCodeIsThere() {
        JsonNode unknown = affected(modules, before, "--repository", "https://github.com/northstar/iac-modules");
        assertEquals(
                "[\"dev/floats\",\"dev/other\",\"dev/pinned\"]",
                unknown.path("touched").toString());
        assertTrue(
                unknown.path("reasons").path("dev/pinned").asText(),
                unknown.path("reasons").path("dev/pinned").asText().contains("which is not known here"));
        JsonNode known = affected(
                modules,
                before,
                "--repository",
                MODULES,
                "--code",
                company.repository().toString());
        assertEquals("[\"dev/floats\"]", known.path("touched").toString());
        assertEquals(
                "net/main.tf changed, in the module m",
                known.path("reasons").path("dev/floats").asText());
        String[] elsewhere = {
            "--repository", MODULES, "--code", company.repository().toString(), "--branch", "feature"
        };
        assertEquals("[]", affected(modules, before, elsewhere).path("touched").toString());
        assertEquals(
                "[]",
                affected(modules, "HEAD", "--repository", MODULES)
                        .path("touched")
                        .toString());
    }

    @Test
    public void affected_codeOfAnotherRepositoryThanTheStacks_leavesThemUnknown() {
        company.git("config", "remote.origin.url", "https://example.com/elsewhere.git");
        JsonNode found = affected(
                modules,
                before,
                "--repository",
                MODULES,
                "--code",
                company.repository().toString());
        assertEquals(3, found.path("touched").size());
    }

    @Test
    public void affected_moduleOfTheOwnRepositoryByAddress_touchesWhoCallsItsBranch() throws Exception {
        String head = company.head();
        company.file("shared/main.tf", "output \"x\" {\n  value = 2\n}\n").commit();
        String[][] rows = {
            {"main", "[\"dev/own\"]"},
            {"feature", "[]"},
        };
        assertEquals("[\"dev/own\"]", affected(company, head).path("touched").toString());
        for (String[] row : rows) {
            assertEquals(
                    row[0],
                    row[1],
                    affected(company, head, "--branch", row[0]).path("touched").toString());
        }
    }
}
