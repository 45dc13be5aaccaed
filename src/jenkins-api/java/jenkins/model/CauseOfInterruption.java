package jenkins.model;

import java.io.Serializable;

/** The signature of {@code CauseOfInterruption}, as far as the plugin links to it; its bodies never run. */
public abstract class CauseOfInterruption implements Serializable {
    public CauseOfInterruption() {}

    public abstract String getShortDescription();

    public static final class UserInterruption extends CauseOfInterruption {
        public UserInterruption(String userId) {}

        public String getUserId() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getShortDescription() {
            throw new UnsupportedOperationException();
        }
    }
}
