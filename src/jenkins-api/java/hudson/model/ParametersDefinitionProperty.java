package hudson.model;

/** The signature of {@code ParametersDefinitionProperty}, as far as the plugin links to it; its bodies never run. */
public class ParametersDefinitionProperty extends JobProperty<Job<?, ?>> {
    private ParametersDefinitionProperty() {}
}
