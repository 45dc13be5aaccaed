package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.model.ChangeKind;

/**
 * What a plan does to an output of the root module.
 *
 * @param name its name
 * @param kind create, update, delete or no-op
 * @param sensitive whether its value was or will be sensitive
 */
public record OutputChange(String name, ChangeKind kind, boolean sensitive) {}
