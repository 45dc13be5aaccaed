package jenkins.model;

import hudson.model.ModifiableItemGroup;
import hudson.model.TopLevelItem;

/** The signature of {@code ModifiableTopLevelItemGroup}, as far as the plugin links to it; its bodies never run. */
public interface ModifiableTopLevelItemGroup extends ModifiableItemGroup<TopLevelItem> {}
