package io.jenkins.plugins.iac.policy;

/**
 * A run task that a condition names as a constant: {@code tasks['cost']}, {@code 'cost' in tasks}, {@code tasks.cost}.
 *
 * @param name its name
 * @param line line within the condition, from 1
 * @param column column within that line, from 1
 */
public record TaskName(String name, int line, int column) {}
