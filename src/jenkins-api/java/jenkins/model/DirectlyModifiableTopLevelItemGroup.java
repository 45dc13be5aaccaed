package jenkins.model;

/** The signature of {@code DirectlyModifiableTopLevelItemGroup}, as far as the plugin links to it; its bodies never run. */
public interface DirectlyModifiableTopLevelItemGroup extends ModifiableTopLevelItemGroup {}
