package io.jenkins.plugins.iac.model;

/**
 * A taint of nodes that the pods of a pool may tolerate.
 *
 * @param key key of the taint
 * @param value its value, or null for any
 * @param effect {@code NoSchedule}, {@code PreferNoSchedule} or {@code NoExecute}
 */
public record Toleration(String key, String value, String effect) {}
