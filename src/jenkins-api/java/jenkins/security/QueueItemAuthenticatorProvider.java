package jenkins.security;

import hudson.ExtensionPoint;
import java.util.List;

/** The signature of {@code QueueItemAuthenticatorProvider}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public abstract class QueueItemAuthenticatorProvider implements ExtensionPoint {
    public QueueItemAuthenticatorProvider() {}

    public abstract List<QueueItemAuthenticator> getAuthenticators();
}
