package hudson;

import java.io.File;

/** The signature of {@code XmlFile}, as far as the plugin links to it; its bodies never run. */
public final class XmlFile {
    private XmlFile() {}

    public File getFile() {
        throw new UnsupportedOperationException();
    }
}
