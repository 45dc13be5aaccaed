package hudson.triggers;

import hudson.model.BuildableItem;
import hudson.model.Cause;

/** The signature of {@code TimerTrigger}, as far as the plugin links to it; its bodies never run. */
public class TimerTrigger extends Trigger<BuildableItem> {
    private TimerTrigger() {}

    public static class TimerTriggerCause extends Cause {
        private TimerTriggerCause() {}

        public String getShortDescription() {
            throw new UnsupportedOperationException();
        }
    }
}
