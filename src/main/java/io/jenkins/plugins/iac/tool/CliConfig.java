package io.jenkins.plugins.iac.tool;

/**
 * Our own CLI configuration file of the tool. A {@code provider_installation} block is always there: without one the tool
 * also takes providers from {@code terraform.d/plugins} of the working directory and from the home directory. No
 * credentials, no credentials helper, no plugin cache.
 */
final class CliConfig {
    private CliConfig() {}

    /** The file's text; {@code providerMirror} is an absolute path checked by {@link Names#path}, or null. */
    static String text(String providerMirror) {
        String installation = providerMirror == null
                ? "  direct {}\n"
                : "  filesystem_mirror {\n    path = \"" + providerMirror + "\"\n  }\n";
        return "disable_checkpoint = true\nprovider_installation {\n" + installation + "}\n";
    }
}
