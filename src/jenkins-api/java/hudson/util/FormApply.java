package hudson.util;

import org.kohsuke.stapler.HttpResponses;

/** The signature of {@code FormApply}, as far as the plugin links to it; its bodies never run. */
public class FormApply {
    private FormApply() {}

    public static HttpResponses.HttpResponseException success(String destination) {
        throw new UnsupportedOperationException();
    }
}
