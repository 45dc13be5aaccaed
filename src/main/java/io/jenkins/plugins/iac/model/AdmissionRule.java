package io.jenkins.plugins.iac.model;

/**
 * An admission rule: where {@code when} holds, {@code require} must hold too.
 *
 * @param when CEL condition
 * @param require CEL condition
 * @param message what it means when it does not hold
 */
public record AdmissionRule(String name, String when, String require, String message) {}
