package io.jenkins.plugins.iac.plan;

import java.nio.charset.StandardCharsets;

/** The member names of Terraform's plan format that are looked for, as bytes. */
final class Names {
    static final byte[] ACTION_REASON = ascii("action_reason");
    static final byte[] ACTIONS = ascii("actions");
    static final byte[] ADDRESS = ascii("address");
    static final byte[] AFTER = ascii("after");
    static final byte[] AFTER_SENSITIVE = ascii("after_sensitive");
    static final byte[] AFTER_UNKNOWN = ascii("after_unknown");
    static final byte[] BEFORE = ascii("before");
    static final byte[] BEFORE_SENSITIVE = ascii("before_sensitive");
    static final byte[] CHANGE = ascii("change");
    static final byte[] CONFIG_SENSITIVE = ascii("config_sensitive");
    static final byte[] CONFIG_VALUES = ascii("config_values");
    static final byte[] CONSTANT_VALUE = ascii("constant_value");
    static final byte[] CREATE = ascii("create");
    static final byte[] DEFAULT = ascii("default");
    static final byte[] DEPOSED = ascii("deposed");
    static final byte[] EPHEMERAL = ascii("ephemeral");
    static final byte[] EXPRESSION = ascii("expression");
    static final byte[] EXPRESSIONS = ascii("expressions");
    static final byte[] FULL_NAME = ascii("full_name");
    static final byte[] ID = ascii("id");
    static final byte[] IMPORTING = ascii("importing");
    static final byte[] INSTANCES = ascii("instances");
    static final byte[] KIND = ascii("kind");
    static final byte[] MESSAGE = ascii("message");
    static final byte[] MODE = ascii("mode");
    static final byte[] MODULE_ADDRESS = ascii("module_address");
    static final byte[] NAME = ascii("name");
    static final byte[] NO_OP = ascii("no-op");
    static final byte[] PREVIOUS_ADDRESS = ascii("previous_address");
    static final byte[] PROBLEMS = ascii("problems");
    static final byte[] PROVIDER_NAME = ascii("provider_name");
    static final byte[] PROVISIONERS = ascii("provisioners");
    static final byte[] REASON = ascii("reason");
    static final byte[] REPLACE_PATHS = ascii("replace_paths");
    static final byte[] RESOURCE_CHANGE = ascii("resource_change");
    static final byte[] SENSITIVE = ascii("sensitive");
    static final byte[] SENSITIVE_VALUES = ascii("sensitive_values");
    static final byte[] STATUS = ascii("status");
    static final byte[] TO_DISPLAY = ascii("to_display");
    static final byte[] TYPE = ascii("type");
    static final byte[] VALUE = ascii("value");
    static final byte[] VALUES = ascii("values");

    private Names() {}

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
