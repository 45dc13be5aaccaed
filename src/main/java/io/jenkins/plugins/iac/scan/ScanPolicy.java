package io.jenkins.plugins.iac.scan;

import io.jenkins.plugins.iac.model.Backend;
import io.jenkins.plugins.iac.model.Stack;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What a scan holds the configuration against.
 *
 * @param rules the rules that apply; {@link ScanRule#SYNTAX} always does
 * @param registry host of the registry that a provider without a host comes from: {@code registry.terraform.io} for
 *     Terraform, {@code registry.opentofu.org} for OpenTofu
 * @param providers allowed provider sources, {@code [host/]namespace/type}; the built-in one always is
 * @param modules allowed module sources: {@code ./} for every local module inside the checkout, a path after
 *     {@code ./} for local modules under that directory of the checkout, anything else for the source that starts so and
 *     goes on with {@code //}, {@code ?} or the end. Where nothing is named, local modules inside the stack's own
 *     directory are allowed
 * @param backend the only backend that may be configured, or null for none at all
 */
public record ScanPolicy(
        Set<ScanRule> rules, String registry, List<String> providers, List<String> modules, Backend backend) {
    public static final String TERRAFORM_REGISTRY = "registry.terraform.io";
    public static final String OPENTOFU_REGISTRY = "registry.opentofu.org";

    /** Facts only: nothing but what cannot be read is a finding. */
    public static final ScanPolicy FACTS = new ScanPolicy(Set.of(), TERRAFORM_REGISTRY, List.of(), List.of("./"), null);

    public ScanPolicy {
        rules = Set.copyOf(rules);
        providers = List.copyOf(providers);
        modules = List.copyOf(modules);
    }

    /** For code from somebody without write access to a stack's repository. */
    public static ScanPolicy untrusted(Stack stack) {
        return of(ScanRule.UNTRUSTED, stack);
    }

    /** For trusted code of a stack that will get a credential. */
    public static ScanPolicy trusted(Stack stack) {
        return of(ScanRule.TRUSTED, stack);
    }

    /** For a directory of code that belongs to no stack: all rules, no backend, the providers that are named here. */
    public static ScanPolicy sandbox(String registry, Collection<String> providers) {
        return new ScanPolicy(ScanRule.UNTRUSTED, registry, List.copyOf(providers), List.of("./"), null);
    }

    private static ScanPolicy of(Set<ScanRule> rules, Stack stack) {
        boolean tofu = stack.tool() != null && stack.tool().name().equals("opentofu");
        return new ScanPolicy(
                rules,
                tofu ? OPENTOFU_REGISTRY : TERRAFORM_REGISTRY,
                stack.providers(),
                stack.modules(),
                stack.backend());
    }

    boolean has(ScanRule rule) {
        return rule == ScanRule.SYNTAX || rules.contains(rule);
    }
}
