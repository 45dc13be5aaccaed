package hudson.util;

/** The signature of {@code HttpResponses}, as far as the plugin links to it; its bodies never run. */
public class HttpResponses extends org.kohsuke.stapler.HttpResponses {
    private HttpResponses() {}
}
