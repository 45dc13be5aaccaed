package io.jenkins.plugins.iac.identity;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Cloud;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.StackId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Test;

/**
 * The examples of docs/identity.md, held against tokens that the issuer really makes: each trust policy takes the tokens that
 * it is for and no token of another stack, environment or operation.
 */
public class IdentityDocTest {
    private static final IssuerUrl URL = new IssuerUrl("https://iac.example.com/oidc");
    private static final List<String> STACKS = List.of(
            "prod/eu-west-1/payments-db", "dev/eu-west-1/payments-db", "dev/eu-west-1/web", "prod/eu-west-1/network");

    private final Samples.Clock clock = new Samples.Clock();
    private String text;
    private Issuer issuer;

    @Before
    public void read() throws Exception {
        text = Files.readString(Path.of("docs/identity.md"));
        issuer = new Issuer(URL, IssuerKeys.open(new Samples.Memory(), "issuer", TokenAlgorithm.RS256, clock));
    }

    private String section(String name) {
        int from = text.indexOf("### " + name + "\n");
        assertTrue(name, from >= 0);
        Matcher end = Pattern.compile("^##", Pattern.MULTILINE).matcher(text);
        return text.substring(from, end.find(from + 4) ? end.start() : text.length());
    }

    private static List<String> blocks(String section, String language) {
        List<String> blocks = new ArrayList<>();
        Matcher m =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(section);
        while (m.find()) {
            blocks.add(m.group(1));
        }
        assertFalse(language, blocks.isEmpty());
        return blocks;
    }

    /** The identities that a section shows, as a catalog reads them. */
    private static List<Identity> identities(String section) {
        Catalog catalog = CatalogLoader.load(
                        "environments: [{name: dev}, {name: prod}]\n"
                                + blocks(section, "yaml").get(0),
                        "example")
                .orThrow();
        return List.copyOf(catalog.identities());
    }

    /** Claims of every token that an identity of the example could have for one of our stacks. */
    private List<JsonNode> tokens(List<Identity> identities) {
        List<JsonNode> all = new ArrayList<>();
        for (Identity identity : identities) {
            for (String environment : List.of("dev", "prod")) {
                for (String stack : STACKS) {
                    for (Operation operation : List.of(Operation.PLAN, Operation.DRIFT, Operation.APPLY)) {
                        all.add(token(identity, environment, new StackId(stack), operation));
                    }
                }
            }
        }
        return all;
    }

    private JsonNode token(Identity i, String environment, StackId stack, Operation operation) {
        Identity any = new Identity(
                i.name(),
                environment,
                List.of(operation),
                i.cloud(),
                i.role(),
                i.audience(),
                i.lifetime(),
                i.parameters());
        return issuer.issue(Samples.facts(stack, environment, operation, any, URL, clock.instant()))
                .session()
                .path("claims");
    }

    private static TreeSet<String> subjects(Stream<JsonNode> tokens) {
        TreeSet<String> subjects = new TreeSet<>();
        tokens.forEach(t -> subjects.add(t.path("sub").asText()));
        return subjects;
    }

    private static TreeSet<String> set(String... subjects) {
        return new TreeSet<>(Arrays.asList(subjects));
    }

    private static final String PROD_APPLY = "stack:prod/eu-west-1/payments-db:environment:prod:operation:apply";

    @Test
    public void aws_policies_takeTheTokensTheyAreForAndNoOthers() throws Exception {
        List<String> policies = blocks(section("AWS"), "json");
        List<JsonNode> tokens = tokens(identities(section("AWS")));
        assertEquals(set(PROD_APPLY), subjects(tokens.stream().filter(t -> aws(policies.get(0), t))));
        assertEquals(
                set(
                        "stack:dev/eu-west-1/payments-db:environment:dev:operation:plan",
                        "stack:dev/eu-west-1/payments-db:environment:dev:operation:drift",
                        "stack:dev/eu-west-1/web:environment:dev:operation:plan",
                        "stack:dev/eu-west-1/web:environment:dev:operation:drift"),
                subjects(tokens.stream().filter(t -> aws(policies.get(1), t))));
        for (JsonNode token : tokens) {
            ObjectNode elsewhere = token.deepCopy();
            elsewhere.put("aud", "somebody-else");
            assertFalse(aws(policies.get(0), elsewhere) || aws(policies.get(1), elsewhere));
        }
    }

    /** As IAM does: every key of {@code StringEquals} has one of its values; keys are the provider's URL without scheme. */
    private static boolean aws(String policy, JsonNode claims) {
        JsonNode statement = parse(policy).path("Statement").path(0);
        String provider = claims.path("iss").asText().replace("https://", "");
        assertTrue(statement.path("Principal").path("Federated").asText().endsWith(":oidc-provider/" + provider));
        assertEquals("sts:AssumeRoleWithWebIdentity", statement.path("Action").asText());
        JsonNode equals = statement.path("Condition").path("StringEquals");
        assertEquals(
                "one condition, of equality", 1, statement.path("Condition").size());
        assertTrue(equals.has(provider + ":aud") && equals.has(provider + ":sub"));
        return equals.properties().stream().allMatch(e -> {
            JsonNode found = claims.path(e.getKey().substring(provider.length() + 1));
            List<JsonNode> allowed = new ArrayList<>();
            (e.getValue().isArray() ? e.getValue() : Json.array().add(e.getValue())).forEach(allowed::add);
            return allowed.contains(found);
        });
    }

    private static JsonNode parse(String json) {
        try {
            return Json.parse(json);
        } catch (java.io.IOException e) {
            throw new AssertionError(json, e);
        }
    }

    @Test
    public void azure_credentials_takeTheTokensTheyAreForAndNoOthers() throws Exception {
        List<JsonNode> tokens = tokens(identities(section("Azure")));
        List<String> credentials = blocks(section("Azure"), "json");
        assertEquals(set(PROD_APPLY), subjects(tokens.stream().filter(t -> azure(credentials.get(0), t))));
        assertEquals(
                set("stack:dev/eu-west-1/payments-db:environment:dev:operation:plan"),
                subjects(tokens.stream().filter(t -> azure(credentials.get(1), t))));
    }

    private static boolean azure(String credential, JsonNode claims) {
        JsonNode c = parse(credential);
        return c.path("issuer").equals(claims.path("iss"))
                && c.path("subject").equals(claims.path("sub"))
                && c.path("audiences").size() == 1
                && c.path("audiences").path(0).equals(claims.path("aud"));
    }

    @Test
    public void google_provider_takesTokensOfItsEnvironmentAndTheBindingOneSubject() throws Exception {
        Identity identity = identities(section("Google")).get(0);
        String commands = blocks(section("Google"), "sh").get(0);
        Matcher condition = Pattern.compile("--attribute-condition='assertion\\.(\\w+) == \"(\\w+)\"'")
                .matcher(commands);
        assertTrue(condition.find());
        List<JsonNode> let = tokens(List.of(identity)).stream()
                .filter(t -> option(commands, "issuer-uri").equals(t.path("iss").asText()))
                .filter(t -> option(commands, "allowed-audiences")
                        .equals(t.path("aud").asText()))
                .filter(t -> t.path(condition.group(1)).asText().equals(condition.group(2)))
                .toList();
        assertFalse(let.isEmpty());
        assertTrue(let.stream().allMatch(t -> t.path("environment").asText().equals("prod")));
        String member = option(commands, "member");
        String pool = identity.parameters().get("provider").replaceFirst("/providers/.*", "");
        assertTrue(
                pool,
                member.startsWith(
                        "principal://iam.googleapis.com/" + pool.replaceFirst("\\d+", "NUMBER") + "/subject/"));
        assertTrue(commands.contains(
                "create-oidc " + identity.parameters().get("provider").replaceFirst(".*/", "") + " "));
        String subject = member.replaceFirst(".*/subject/", "");
        assertEquals(
                set(PROD_APPLY),
                subjects(let.stream().filter(t -> t.path("sub").asText().equals(subject))));
    }

    private static String option(String commands, String name) {
        Matcher m = Pattern.compile("--" + name + "='?([^' \n]+)'?").matcher(commands);
        assertTrue(name, m.find());
        return m.group(1);
    }

    @Test
    public void everySubject_isOneThatTheIssuerMakesAndNoneHasAWildcard() {
        Matcher m = Pattern.compile("stack:[^\\s'\"`]+:operation:[a-z*]+").matcher(text);
        List<String> subjects = new ArrayList<>();
        while (m.find()) {
            subjects.add(m.group());
        }
        subjects.removeIf(s -> s.contains("<"));
        assertTrue(subjects.toString(), subjects.size() > 8);
        for (String subject : subjects) {
            String[] parts = subject.split(":");
            assertEquals(
                    subject,
                    new io.jenkins.plugins.iac.model.TokenSubject(
                                    new StackId(parts[1]),
                                    parts[3],
                                    Operation.of(parts[5]).orElseThrow())
                            .readable());
        }
    }

    @Test
    public void tableOfClouds_namesEverySettingAndEveryVariable() {
        for (Cloud cloud : Cloud.values()) {
            String row = text.lines()
                    .filter(l -> l.startsWith("| `" + cloud.id() + "` |"))
                    .findFirst()
                    .orElseThrow();
            String[] cells = row.split("\\|");
            cloud.role().ifPresent(role -> named(cells[role.needed() ? 2 : 3], "role"));
            cloud.parameters().stream()
                    .filter(p -> !p.name().equals(Cloud.Setting.SUBJECT))
                    .forEach(p -> named(cells[p.needed() ? 2 : 3], p.name()));
            java.util.TreeMap<String, String> parameters = new java.util.TreeMap<>();
            cloud.parameters().forEach(p -> parameters.put(p.name(), p.name().equals("cloud") ? "china" : "X"));
            if (cloud == Cloud.GENERIC) {
                parameters.clear();
            }
            CloudBinding binding = CloudBinding.of(
                    new Identity("i", "prod", List.of(Operation.PLAN), cloud.id(), "r", "a", null, parameters),
                    "s",
                    Path.of("/tmp/x"));
            binding.environment().keySet().forEach(v -> named(cells[4], v));
            binding.tokenVariables().forEach(v -> named(cells[4], v));
        }
    }

    private static void named(String cell, String word) {
        assertTrue(word + " in " + cell, cell.contains("`" + word + "`"));
    }
}
