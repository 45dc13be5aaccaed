package io.jenkins.plugins.iac.tool;

import java.nio.file.Path;
import java.util.function.Function;

/**
 * With what, where and for whom a tool is driven.
 *
 * @param binary the verified tool
 * @param environment its environment
 * @param directory absolute path of the stack's directory in our checkout
 * @param where stack and run, as an error names them
 * @param limits timeouts and sizes
 * @param listener hears progress
 * @param masker replaces secrets in every text that leaves the tool: events, diagnostics, errors
 */
public record ToolContext(
        ToolBinary binary,
        ToolEnvironment environment,
        Path directory,
        String where,
        ToolLimits limits,
        ProgressListener listener,
        Function<String, String> masker) {
    public ToolContext {
        Names.path("directory", directory);
    }
}
