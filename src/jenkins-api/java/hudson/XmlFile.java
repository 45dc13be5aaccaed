package hudson;

import java.io.File;
import java.io.IOException;

/** The signature of {@code XmlFile}, as far as the plugin links to it; its bodies never run. */
public final class XmlFile {
    private XmlFile() {}

    public File getFile() {
        throw new UnsupportedOperationException();
    }

    public void write(Object o) throws IOException {
        throw new UnsupportedOperationException();
    }
}
