package io.jenkins.plugins.iac.plan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.ChangeKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * What the real tool says to people in {@code show}, against what we say of the same plan: imports, moves, what is forgotten,
 * and what has changed outside. (Deferred changes are made by no release of the tool without a flag for experiments.)
 */
public class RealKindsTest {
    private static final String BEFORE =
            """
            resource "terraform_data" "kept" {
              input = 1
            }
            resource "terraform_data" "old" {
              input = "moves"
            }
            resource "terraform_data" "gone" {
              input = "forgotten"
            }
            resource "terraform_data" "dead" {
              input = "deleted"
            }
            resource "terraform_data" "again" {
              triggers_replace = 1
            }
            resource "terraform_data" "both" {
              input = "moves and changes"
            }
            """;
    private static final String AFTER =
            """
            resource "terraform_data" "kept" {
              input = 2
            }
            resource "terraform_data" "new" {
              input = "moves"
            }
            moved {
              from = terraform_data.old
              to   = terraform_data.new
            }
            removed {
              from = terraform_data.gone
              lifecycle {
                destroy = false
              }
            }
            resource "terraform_data" "again" {
              triggers_replace = 2
            }
            resource "terraform_data" "both2" {
              input = "moved and changed"
            }
            moved {
              from = terraform_data.both
              to   = terraform_data.both2
            }
            resource "terraform_data" "taken" {}
            import {
              to = terraform_data.taken
              id = "some-id"
            }
            resource "terraform_data" "taken2" {
              input = 5
            }
            import {
              to = terraform_data.taken2
              id = "some-id2"
            }
            resource "terraform_data" "fresh" {}
            output "o" {
              value = terraform_data.kept.output
            }
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Terraform terraform;
    private String said;

    @Before
    public void world() throws Exception {
        terraform = new Terraform(folder.getRoot().toPath());
        terraform.write("main.tf", BEFORE);
        terraform.run("init", "-input=false", "-no-color");
        terraform.run("apply", "-auto-approve", "-input=false", "-no-color");
        terraform.write("main.tf", AFTER);
    }

    private PlanSummary plan(String... mode) throws Exception {
        String[] all = new String[mode.length + 4];
        System.arraycopy(new String[] {"plan", "-input=false", "-no-color", "-out=p.tfplan"}, 0, all, 0, 4);
        System.arraycopy(mode, 0, all, 4, mode.length);
        terraform.run(all);
        said = terraform.run("show", "-no-color", "p.tfplan");
        return PlanTexts.read(terraform.run("show", "-json", "p.tfplan"));
    }

    /** Every first group of a line of this form. */
    private Set<String> lines(String form) {
        Set<String> found = new TreeSet<>();
        Matcher line = Pattern.compile("(?m)^ *# " + form + "$").matcher(said);
        while (line.find()) {
            found.add(line.group(1));
        }
        return found;
    }

    private long number(String word) {
        Matcher sum = Pattern.compile("Plan:.*?(\\d+) to " + word).matcher(said);
        return sum.find() ? Long.parseLong(sum.group(1)) : 0;
    }

    private static Set<String> addresses(List<ResourceChange> changes, ChangeKind kind) {
        return changes.stream()
                .filter(c -> c.kind() == kind)
                .map(ResourceChange::address)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    public void counts_ofEveryKind_areThoseOfTheTool() throws Exception {
        PlanSummary plan = plan();
        assertEquals(number("import"), plan.count(ChangeKind.IMPORT));
        assertEquals(number("add"), plan.count(ChangeKind.CREATE) + plan.count(ChangeKind.REPLACE));
        assertEquals(number("change"), plan.count(ChangeKind.UPDATE));
        assertEquals(number("destroy"), plan.count(ChangeKind.DELETE) + plan.count(ChangeKind.REPLACE));
        assertEquals("the plan has all of them: " + said, 2, number("import"));
        Set<String> moved = lines("\\S+ has moved to (\\S+)");
        Matcher more =
                Pattern.compile("# (\\S+) will be [^\\n]+\\n +# \\(moved from ").matcher(said);
        while (more.find()) {
            moved.add(more.group(1));
        }
        assertEquals(Set.of("terraform_data.new", "terraform_data.both2"), moved);
        assertEquals(moved.size(), plan.count(ChangeKind.MOVE));
        Set<String> forgotten = lines("(\\S+) will no longer be managed by .*");
        assertEquals(Set.of("terraform_data.gone"), forgotten);
        assertEquals(forgotten.size(), plan.count(ChangeKind.FORGET));
    }

    @Test
    public void changes_byAddress_areThoseOfTheTool() throws Exception {
        PlanSummary plan = plan();
        List<ResourceChange> changes = plan.changes().items();
        assertEquals(lines("(\\S+) will no longer be managed by .*"), addresses(changes, ChangeKind.FORGET));
        assertEquals(lines("(\\S+) will be updated in-place"), addresses(changes, ChangeKind.UPDATE));
        assertEquals(lines("(\\S+) will be created"), addresses(changes, ChangeKind.CREATE));
        assertEquals(lines("(\\S+) will be destroyed"), addresses(changes, ChangeKind.DELETE));
        assertEquals(lines("(\\S+) must be replaced"), addresses(changes, ChangeKind.REPLACE));
        Set<String> destroyed = lines("(\\S+) will be destroyed");
        destroyed.addAll(lines("(\\S+) must be replaced"));
        assertEquals(destroyed, new TreeSet<>(plan.destructive().items()));
        String words = changes.stream().map(ResourceChange::sentence).collect(Collectors.joining("\n"));
        assertTrue(words, words.contains("terraform_data.old"));
        assertTrue(words, words.contains("terraform_data.both"));
        assertTrue(words, words.contains("terraform_data.taken2 will be imported"));
        assertEquals(
                Map.of("terraform_data.taken", "some-id", "terraform_data.taken2", "some-id2"),
                changes.stream()
                        .filter(ResourceChange::imported)
                        .collect(Collectors.toMap(ResourceChange::address, ResourceChange::importId)));
    }

    @Test
    public void drift_ofARefreshOnlyPlan_isWhatTheToolSaysHasChanged() throws Exception {
        PlanSummary plan = plan("-refresh-only");
        assertTrue(said, said.contains("Objects have changed outside of"));
        Set<String> drifted = lines("\\S+ has moved to (\\S+)");
        assertEquals(Set.of("terraform_data.new", "terraform_data.both2"), drifted);
        assertEquals(drifted.size(), plan.drift().total());
        assertEquals(
                drifted,
                plan.drift().items().stream()
                        .map(ResourceChange::address)
                        .collect(Collectors.toCollection(TreeSet::new)));
        assertEquals("nothing is to be done", List.of(), plan.destructive().items());
    }
}
