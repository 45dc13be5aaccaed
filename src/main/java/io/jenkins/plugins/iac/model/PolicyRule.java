package io.jenkins.plugins.iac.model;

/**
 * A policy at one point of a run.
 *
 * @param point {@code admission}, {@code plan}, {@code approval}, {@code apply}, {@code verify} or {@code drift}
 * @param level {@code advisory}, {@code soft-mandatory} or {@code hard-mandatory}
 * @param cel condition that must hold
 * @param message what it means when it does not hold
 */
public record PolicyRule(String name, String point, String level, String cel, String message) {}
