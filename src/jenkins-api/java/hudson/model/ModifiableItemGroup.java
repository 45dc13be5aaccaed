package hudson.model;

/** The signature of {@code ModifiableItemGroup}, as far as the plugin links to it; its bodies never run. */
public interface ModifiableItemGroup<T extends Item> extends ItemGroup<T> {}
