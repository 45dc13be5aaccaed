package io.jenkins.plugins.casc;

/** The signature of {@code Attribute}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public class Attribute<Owner, Type> {
    public Attribute(String name, Class type) {}
}
