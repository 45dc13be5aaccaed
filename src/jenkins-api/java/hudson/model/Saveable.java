package hudson.model;

import java.io.IOException;

/** The signature of {@code Saveable}, as far as the plugin links to it; its bodies never run. */
public interface Saveable {
    void save() throws IOException;
}
