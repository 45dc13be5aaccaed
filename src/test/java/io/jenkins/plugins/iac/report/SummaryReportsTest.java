package io.jenkins.plugins.iac.report;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.plan.Risk;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Test;

public class SummaryReportsTest {
    private static final String EVIL =
            "<script>alert(1)</script>\\\"'`|@team ![x](http://evil.example)\\u001b[31m\\u202e</code>";

    private static Review many(int count) {
        return Reviews.review(Reviews.plan(IntStream.range(0, count)
                .mapToObj(i -> Reviews.change(
                        "module.network[\\\"eu-west-1\\\"].aws_instance.web[" + i + "]",
                        "aws_instance",
                        i % 2 == 0 ? "\"update\"" : "\"delete\"",
                        ""))
                .collect(Collectors.joining(","))));
    }

    private static Review evil() {
        Review sample = Reviews.review(Reviews.plan(
                Reviews.change("a.b[\\\"" + EVIL.replace("\\\"", "") + "\\\"]", "a", "\"delete\"", "") + ","
                        + Reviews.change("c.d", "c", "\"update\"", "")
                                .replace("\"size\":2", "\"" + EVIL + "\":\"" + EVIL + "\"")));
        String name = EVIL.replace("\\\"", "\"").replace("\\u001b", "\u001b").replace("\\u202e", "\u202e");
        return new Review(
                name,
                name,
                name,
                sample.plan(),
                sample.digest(),
                List.of(new Review.Requirement(name, List.of(name), 1, List.of(name))),
                List.of(new Review.Said(name, name, java.time.Instant.EPOCH, name, name, false)),
                List.of(io.jenkins.plugins.iac.model.Condition.failed(name, name, name, name)),
                List.of(),
                java.util.Map.of(name, name));
    }

    @Test
    public void sentence_replacedDatabase_isWhatAnOperatorWrites() {
        Review review = Reviews.sample();
        Risk risk = review.plan().risk().items().stream()
                .filter(r -> r.cls().equals("replace-stateful"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                "aws_db_instance.orders_prod will be replaced: engine_version forces replacement; "
                        + "data class customer_transactional; required: service-owner, sre-oncall",
                review.sentence(risk));
    }

    @Test
    public void reports_moreProvidersAndMessagesThanAreKept_sayHowManyAreLeftOut() {
        String providers = IntStream.range(0, 1_003)
                .mapToObj(i -> "\"p" + i + "\":{\"full_name\":\"acme/p" + i + "\"}")
                .collect(Collectors.joining(","));
        String problems = IntStream.range(0, 5)
                .mapToObj(i -> "{\"message\":\"no " + i + "\"}")
                .collect(Collectors.joining(","));
        String check = "{\"address\":{\"kind\":\"check\",\"to_display\":\"check.c\"},\"status\":\"fail\",\"instances\":"
                + "[{\"problems\":[" + problems + "]}]}";
        // One more than are kept, and that one fails.
        String many = "{\"status\":\"pass\"},".repeat(9_999) + check + "," + check;
        Review review = Reviews.review(Reviews.read("{\"configuration\":{\"provider_config\":{" + providers
                + "}},\"resource_changes\":[],\"checks\":[" + many + "]}"));
        String html = SummaryHtml.of(review);
        String markdown = SummaryMarkdown.of(review);
        String console = SummaryConsole.of(review, false);
        assertTrue(html.contains("1,003 providers"));
        assertTrue(html.contains("... and 3 more"));
        for (String one : List.of(html, markdown, console)) {
            assertTrue(one, one.contains("no 0; no 1; no 2; ... and 2 more"));
        }
        assertTrue(markdown, markdown.contains("- ... and 1 more"));
        assertTrue(console, console.contains("1 more were not kept; they may fail"));
    }

    @Test
    public void console_sample_isThisText() throws Exception {
        String text = SummaryConsole.of(Reviews.sample(), false).replaceAll("sha256:[0-9a-f]{64}", "sha256:...");
        assertEquals(
                """
                prod/eu-west-1/payments-db  apply  run 20260102-030405-ab
                  commit  4b825dc

                1 to replace, 1 to destroy, 1 to change, 1 to add.
                ! The plan does not cover everything: resources were targeted, excluded or deferred.
                ! A provisioner in the configuration executes code during the apply.

                Destroys
                  -/+ aws_db_instance.orders_prod will be replaced: engine_version forces replacement
                    - aws_instance.old will be destroyed: it is not in the configuration

                Risk
                  root-credentials  aws_db_instance.orders_prod changes the master user of a database or its password (password); data class customer_transactional; required: service-owner, sre-oncall
                  replace-stateful  aws_db_instance.orders_prod will be replaced: engine_version forces replacement; data class customer_transactional; required: service-owner, sre-oncall
                  delete  aws_instance.old will be destroyed: it is not in the configuration; required: service-owner, sre-oncall

                Other changes
                    ~ aws_instance.web will be updated in place
                    + aws_instance.new will be created

                Outputs
                    ~ dsn  (sensitive)

                Changed outside of this tool
                      aws_instance.drifted was changed

                Checks that fail
                      check.health: not healthy

                Policies
                  pass policy:tags
                  FAIL policy:no-public-buckets: make it private

                Tasks
                  pass task:backup-verified

                Approvals
                  done data-platform: 1 of 1 from data; approved by dora
                  open service-owner: 0 of 1 from payments
                  open sre-oncall: 1 of 2 from sre or platform; approved by carol

                Digest  sha256:...
                """,
                text);
    }

    @Test
    public void htmlAndMarkdown_sample_sayWhoSaidWhatAndWhatDoesNotHold() {
        for (String text : new String[] {SummaryHtml.of(Reviews.sample()), SummaryMarkdown.of(Reviews.sample())}) {
            String plain = text.replaceAll("<[^>]*>", " ").replace("\\", "");
            for (String part : new String[] {
                "dora",
                "after the backup",
                "2026-01-02T03:05:00Z",
                "vote.requester",
                "let somebody else approve",
                "check.health",
                "not healthy",
                "local-exec",
                "aws_instance.web"
            }) {
                assertTrue(part + " in " + plain, plain.contains(part));
            }
        }
    }

    @Test
    public void html_votesWhereNothingMustBeApproved_areShown() {
        Review sample = Reviews.sample();
        Review review = new Review(
                sample.stack(),
                sample.operation(),
                sample.run(),
                sample.plan(),
                sample.digest(),
                List.of(),
                List.of(new Review.Said(
                        "bob", "reject", java.time.Instant.EPOCH, "not on a Friday", "stops the run", true)),
                List.of(),
                List.of(),
                java.util.Map.of());
        String page = SummaryHtml.of(review);
        assertTrue(page.contains("<h2>Votes</h2>") && page.contains("not on a Friday"));
        assertFalse(page.contains("<h2>Approvals</h2>"));
    }

    @Test
    public void console_colours_areOnlyColours() {
        Review review = Reviews.sample();
        assertEquals(
                SummaryConsole.of(review, false),
                SummaryConsole.of(review, true).replaceAll("\u001b\\[[0-9]+m", ""));
    }

    @Test
    public void console_controlCharactersInNames_areNotObeyed() {
        String text = SummaryConsole.of(evil(), false);
        assertFalse(text.contains("\u001b"));
        assertFalse(text.contains("\u202e"));
        assertTrue(text.contains("\\u001b[31m"));
    }

    @Test
    public void html_sample_destructiveStandsFirstAndNoSecretStands() {
        String html = SummaryHtml.of(Reviews.sample());
        assertTrue(html.indexOf("aws_db_instance.orders_prod") < html.indexOf("aws_instance.web"));
        assertTrue(html.indexOf("Destroys 2") < html.indexOf("<h2>Risk"));
        assertTrue(html.contains("(known after apply)"));
        assertTrue(
                html.contains(Reviews.sample().digest().orElseThrow().digest().toString()));
        assertFalse(html.contains("hunter2"));
        assertTrue(html.contains("<meta name=\"color-scheme\" content=\"light dark\">"));
        assertFalse("a sign and its address are apart also without style", html.contains("</span><code>"));
    }

    @Test
    public void html_markupInNames_isText() {
        String page = SummaryHtml.of(evil());
        // The one script is ours, and the page's policy names it by its hash.
        String html = page.substring(0, page.indexOf("<script>")) + page.substring(page.indexOf("</script>") + 9);
        assertTrue(page.contains(SummaryHtml.POLICY));
        assertFalse(html.contains("<script"));
        assertFalse(html.contains("\u202e"));
        assertFalse(html.contains("\u001b"));
        assertTrue(html.contains("&lt;script&gt;"));
        assertFalse(html.toLowerCase(java.util.Locale.ROOT).contains("javascript:"));
        // No attribute but ours: every tag is one of a known few forms.
        Matcher tags = Pattern.compile("<[a-zA-Z][^>]*>").matcher(html.substring(html.indexOf("<body>")));
        Pattern ours = Pattern.compile(
                "<(body|main|header|section|div|dl|dt|dd|ul|li|h1|h2|p|b|span|code|table|tr|th|td|details|summary|footer|a|label|input)"
                        + "( (class|id|role|scope|href|aria-hidden|for|type|autocomplete|spellcheck)=\"[a-z #-]*\"| hidden)*>");
        while (tags.find()) {
            assertTrue(tags.group(), ours.matcher(tags.group()).matches());
        }
    }

    @Test
    public void html_tenThousandChanges_allStand() {
        String html = SummaryHtml.of(many(10_000));
        assertTrue(html.contains("Destroys 5,000"));
        assertTrue(html.contains("web[9999]"));
        assertTrue("bytes: " + html.length(), html.length() < 20_000_000);
    }

    @Test
    public void markdown_anySize_fitsAComment() {
        for (int count : new int[] {0, 1, 100, 2_000, 10_000, 30_000}) {
            String markdown = SummaryMarkdown.of(many(count));
            int bytes = markdown.getBytes(StandardCharsets.UTF_8).length;
            assertTrue(count + ": " + bytes, bytes <= SummaryMarkdown.LIMIT);
            if (count >= 2_000) {
                assertTrue("uses the room: " + bytes, bytes > 50_000);
                assertTrue(markdown.contains("more"));
                assertEquals(
                        "folds that open also close",
                        markdown.split("<details>").length,
                        markdown.split("</details>").length);
            }
        }
    }

    @Test
    public void markdown_tooLong_countsWhatIsLeftOut() {
        String markdown = SummaryMarkdown.of(many(10_000));
        String destroys = markdown.substring(markdown.indexOf("**Destroys**"), markdown.indexOf("**Risk**"));
        long shown = destroys.lines().filter(line -> line.startsWith("- `-`")).count();
        assertTrue(shown > 50);
        assertTrue(
                destroys, destroys.contains(String.format(java.util.Locale.ROOT, "... and %,d more", 5_000 - shown)));
    }

    @Test
    public void markdown_wideNamesEverywhere_fitsAComment() {
        String wide = "\u65e5\u672c".repeat(3_000);
        Review review = Reviews.review(Reviews.plan(IntStream.range(0, 500)
                .mapToObj(i -> Reviews.change("a.b[" + i + "]" + wide, "a", "\"delete\"", ""))
                .collect(Collectors.joining(","))));
        assertTrue(SummaryMarkdown.of(review).getBytes(StandardCharsets.UTF_8).length <= SummaryMarkdown.LIMIT);
    }

    @Test
    public void markdown_markupInNames_isText() {
        String markdown = SummaryMarkdown.of(evil());
        for (String line : markdown.lines().toList()) {
            String outsideCode = line.replaceAll("(`+)(?!`).*?[^`]\\1(?!`)", "");
            assertFalse(line, outsideCode.matches(".*(?<!\\\\)<(script|/code).*"));
            assertFalse(line, outsideCode.matches(".*@team.*"));
            assertFalse(line, outsideCode.matches(".*(?<!\\\\)!\\[.*"));
            assertFalse(line, outsideCode.contains("http://"));
        }
        assertFalse(markdown.contains("\u202e"));
    }

    @Test
    public void all_planWithoutChanges_sayNoChanges() {
        Review review = Review.of("dev/x", Reviews.plan(""));
        assertTrue(SummaryConsole.of(review, false).contains("No changes."));
        assertTrue(SummaryHtml.of(review).contains("No changes."));
        assertTrue(SummaryMarkdown.of(review).startsWith("### `dev/x`: no changes"));
    }
}
