package hudson.model.labels;

import hudson.model.Label;
import hudson.model.Saveable;
import java.io.IOException;

/** The signature of {@code LabelAtom}, as far as the plugin links to it; its bodies never run. */
public class LabelAtom extends Label implements Saveable {
    private LabelAtom() {
        super(null);
    }

    public String getExpression() {
        throw new UnsupportedOperationException();
    }

    public void save() throws IOException {
        throw new UnsupportedOperationException();
    }
}
