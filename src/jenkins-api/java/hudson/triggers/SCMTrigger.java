package hudson.triggers;

import hudson.model.Cause;
import hudson.model.Item;

/** The signature of {@code SCMTrigger}, as far as the plugin links to it; its bodies never run. */
public class SCMTrigger extends Trigger<Item> {
    private SCMTrigger() {}

    public static class SCMTriggerCause extends Cause {
        private SCMTriggerCause() {}

        public String getShortDescription() {
            throw new UnsupportedOperationException();
        }
    }
}
