package io.jenkins.plugins.iac.catalog;

/**
 * Where one field of a stack comes from.
 *
 * @param field field, with the key for maps: {@code variables.region}
 * @param value its value as a person reads it
 * @param from {@code stack}, the path of a scope, {@code context:NAME@VERSION} or {@code default}
 */
public record Inherited(String field, String value, String from) {}
