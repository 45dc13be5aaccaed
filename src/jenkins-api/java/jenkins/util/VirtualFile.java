package jenkins.util;

import java.io.Serializable;

/** The signature of {@code VirtualFile}, as far as the plugin links to it; its bodies never run. */
public abstract class VirtualFile implements Comparable<VirtualFile>, Serializable {
    private VirtualFile() {}
}
