package hudson.util;

import java.util.ArrayList;
import org.kohsuke.stapler.HttpResponse;

/** The signature of {@code ListBoxModel}, as far as the plugin links to it; its bodies never run. */
public class ListBoxModel extends ArrayList<ListBoxModel.Option> implements HttpResponse {
    public ListBoxModel() {}

    public ListBoxModel add(String nameAndValue) {
        throw new UnsupportedOperationException();
    }

    public void add(String displayName, String value) {
        throw new UnsupportedOperationException();
    }

    public static final class Option {
        private Option() {}
    }
}
