package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.policy.Expression;

/**
 * Something that must hold of every path through a catalog.
 *
 * @param name what it says, for people
 * @param when which paths it speaks of; null for all
 * @param require what must hold of them; null where no such path may exist
 * @param message what a violation means; may be empty
 * @param scope which paths a person means where {@code when} says what may not be: all of its conditions but the last; null
 *     for all
 */
public record Assertion(String name, Expression when, Expression require, String message, Expression scope) {}
