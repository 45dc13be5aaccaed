package hudson.util;

import java.util.ArrayList;
import org.kohsuke.stapler.HttpResponse;

/** The signature of {@code ComboBoxModel}, as far as the plugin links to it; its bodies never run. */
public class ComboBoxModel extends ArrayList<String> implements HttpResponse {
    private ComboBoxModel() {}
}
