package io.jenkins.plugins.iac.tool;

/**
 * The tool's own count of changes. A replacement counts in {@code add} and in {@code remove}.
 *
 * @param operation {@code plan}, {@code apply} or {@code destroy}
 */
public record ChangeSummary(int add, int change, int remove, int imported, String operation) {}
