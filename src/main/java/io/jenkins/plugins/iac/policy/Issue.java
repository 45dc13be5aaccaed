package io.jenkins.plugins.iac.policy;

/**
 * Why a condition does not compile.
 *
 * @param line line within the condition, from 1
 * @param column column within that line, from 1
 * @param message what is wrong and what would be right
 */
public record Issue(int line, int column, String message) {}
