package hudson;

import hudson.model.Describable;
import hudson.model.Descriptor;

/** The signature of {@code DescriptorExtensionList}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public class DescriptorExtensionList<T extends Describable<T>, D extends Descriptor<T>> extends ExtensionList<D> {
    private DescriptorExtensionList() {
        super(null, null);
    }

    public boolean add(D d) {
        throw new UnsupportedOperationException();
    }

    public boolean remove(Object o) {
        throw new UnsupportedOperationException();
    }
}
