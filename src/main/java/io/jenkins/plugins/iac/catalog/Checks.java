package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.EnvironmentNames;
import io.jenkins.plugins.iac.policy.Level;
import io.jenkins.plugins.iac.policy.Point;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What is wrong although each field by itself is right. */
final class Checks {
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("[a-z]+://[^/@]*:[^/@]*@.*");
    private static final List<String> SECRET_WORDS =
            List.of("secret", "password", "token", "access_key", "sas_", "credentials", "private_key", "api_key");

    private final Findings findings;

    Checks(Findings findings) {
        this.findings = findings;
    }

    void environments(List<Fields> environments, References references) {
        for (Fields environment : environments) {
            references.unique("approval", "name", environment.records("approvals"), new HashMap<>());
            for (Fields freeze : environment.records("freezes")) {
                Instant from = freeze.instant("from");
                Instant until = freeze.instant("until");
                if (from != null && until != null && !until.isAfter(from)) {
                    findings.error(
                            freeze.at("until"),
                            freeze.path().child("until"),
                            until.toString(),
                            "a time after " + from,
                            "");
                }
            }
        }
    }

    /** A level that could not do what it says is no level. */
    void policies(List<Fields> policies) {
        for (Fields policy : policies) {
            boolean soft = Level.SOFT_MANDATORY.id().equals(policy.text("level"));
            boolean overridable =
                    Point.of(policy.text("point", "")).map(Point::isOverridable).orElse(true);
            if (soft && !overridable) {
                findings.error(
                        policy.at("level"),
                        policy.path().child("level"),
                        Level.SOFT_MANDATORY.id() + " at the point " + policy.text("point"),
                        Level.HARD_MANDATORY.id() + " or " + Level.ADVISORY.id()
                                + ": before there is a plan there is no digest that an override could be bound to",
                        "judge it at the point plan, where the override team may pass over it");
            }
        }
    }

    void pools(List<Fields> pools) {
        for (Fields pool : pools) {
            repositories(pool, pool.texts("repositories"), "repositories");
            new PodChecks(findings).pool(pool);
            environmentVariables(pool);
            Set<String> tools = new HashSet<>();
            for (Fields tool : pool.records("tools")) {
                String tag = tool.text("name") + " " + tool.text("version");
                if (!tools.add(tag)) {
                    findings.error(
                            tool.tree(), tool.path(), tag + " twice in one pool", "each tool and version once", "");
                }
            }
        }
    }

    private void environmentVariables(Fields pool) {
        for (String name : pool.texts("environmentVariables")) {
            EnvironmentNames.inheritedRefusal(name)
                    .ifPresent(why -> findings.error(
                            pool.at("environmentVariables"),
                            pool.path().child("environmentVariables"),
                            "the variable " + name + ", which " + why,
                            "one that a provider reads",
                            "take it out"));
        }
    }

    /** What a stack or a scope says of repository and backend. */
    void stackFields(List<Fields> stacksOrScopes) {
        for (Fields fields : stacksOrScopes) {
            if (fields.has("repository")) {
                repositories(fields, List.of(fields.text("repository")), "repository");
            }
            Fields backend = fields.record("backend");
            if (backend != null) {
                backend(backend);
            }
        }
    }

    private void repositories(Fields at, List<String> urls, String field) {
        for (String url : urls) {
            if (url.indexOf('@') >= 0 && PASSWORD_IN_URL.matcher(url).matches()) {
                findings.error(
                        at.at(field),
                        at.path().child(field),
                        "a repository URL with a password",
                        "a URL without one",
                        "remove it, revoke it, and let Jenkins' credentials of the SCM authenticate");
            }
        }
    }

    private void backend(Fields backend) {
        backend.map("config").forEach((key, value) -> {
            String lower = key.toLowerCase(Locale.ROOT);
            Path path = backend.path().child("config").child(key);
            if (namesSecret(lower) && !isHarmless(lower)) {
                findings.error(
                        backend.at("config"),
                        path,
                        "the backend setting " + key + ", which holds a secret",
                        "configuration without secrets",
                        "remove and revoke it; the run's identity authenticates to the backend");
            }
            if ("local".equals(backend.text("type")) && value instanceof String text && text.contains("..")) {
                findings.error(
                        backend.at("config"),
                        path,
                        Findings.quote(text),
                        "a path without '..'",
                        "keep state in one place");
            }
        });
    }

    private static boolean namesSecret(String key) {
        for (String word : SECRET_WORDS) {
            if (key.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** Settings that name where a secret is rather than hold one. */
    private static boolean isHarmless(String key) {
        return key.endsWith("_file") || key.endsWith("_arn") || key.startsWith("use_") || key.startsWith("skip_");
    }
}
