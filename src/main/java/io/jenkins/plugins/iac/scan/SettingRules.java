package io.jenkins.plugins.iac.scan;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of things that execute, read the machine or talk to the network, whatever stands in them. */
final class SettingRules {
    /** Types of data sources, resources and ephemeral resources; by what the published providers of these names do. */
    private static final Set<String> TYPES = Set.of(
            "external",
            "http",
            "local_command",
            "local_file",
            "local_sensitive_file",
            "archive_file",
            "terraform_remote_state",
            "tls_certificate",
            "aws_lambda_invocation",
            "aws_lambda_function_url",
            "shell_script",
            "ssh_resource",
            "ssh_sensitive_resource",
            "remote_file",
            "toolbox_external",
            "template_dir");

    private static final Pattern TYPE_PREFIX =
            Pattern.compile("(?:dns|shell|command|external|script|exec|local-exec|curl|http|ssh|sops|git)_.*");

    /** Settings of providers (Kubernetes, Helm, AWS, Google, Docker and others) that run a program or name its file. */
    private static final Set<String> SETTINGS = Set.of(
            "exec",
            "command",
            "commands",
            "credential_process",
            "shared_config_files",
            "shared_credentials_file",
            "shared_credentials_files",
            "web_identity_token_file",
            "config_path",
            "config_paths",
            "interpreter",
            "ssh_opts",
            "proxy_command");

    /** Blocks at the top of a file that the rules here know how to read. */
    static final Set<String> KNOWN_BLOCKS = Set.of(
            "terraform",
            "provider",
            "variable",
            "locals",
            "output",
            "module",
            "resource",
            "data",
            "ephemeral",
            "moved",
            "removed",
            "import",
            "check");

    private SettingRules() {}

    static boolean executes(String type) {
        return TYPES.contains(type) || TYPE_PREFIX.matcher(type).matches();
    }

    /** The first setting in a provider's block that executes or reads the machine, or null. */
    static String executingSetting(Body provider) {
        Set<String> names = new HashSet<>();
        collect(provider, names);
        return SETTINGS.stream().filter(names::contains).sorted().findFirst().orElse(null);
    }

    private static void collect(Body body, Set<String> names) {
        for (Body.Attribute attribute : body.attributes()) {
            names.add(attribute.name());
            Expressions.keys(attribute.expression(), names::add);
        }
        for (Body.Block block : body.blocks()) {
            names.add(block.type());
            // the name of a dynamic block is the block that it makes
            names.addAll(block.labels());
            collect(block.body(), names);
        }
    }
}
