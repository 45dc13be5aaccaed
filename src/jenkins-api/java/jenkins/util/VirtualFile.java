package jenkins.util;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;

/** The signature of {@code VirtualFile}, as far as the plugin links to it; its bodies never run. */
public abstract class VirtualFile implements Comparable<VirtualFile>, Serializable {
    private VirtualFile() {}

    public abstract VirtualFile child(String name);

    public abstract boolean exists() throws IOException;

    public abstract long lastModified() throws IOException;

    public abstract long length() throws IOException;

    public abstract InputStream open() throws IOException;
}
