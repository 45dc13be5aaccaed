package io.jenkins.plugins.iac.model;

/**
 * The tool that a stack is written for.
 *
 * @param name {@code terraform} or {@code opentofu}
 * @param version exact version, for example {@code 1.10.0}
 */
public record ToolRef(String name, String version) {
    @Override
    public String toString() {
        return name + " " + version;
    }
}
