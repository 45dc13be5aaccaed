package io.jenkins.plugins.iac.jenkins.credentials;

import hudson.Extension;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.queue.Tasks;
import io.jenkins.plugins.iac.jenkins.scm.BuildSources;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticator;
import jenkins.security.QueueItemAuthenticatorProvider;
import org.springframework.security.core.Authentication;

/**
 * Third layer: builds of code of strangers run as nobody, before any other authenticator is asked, so that a lookup with
 * the build's own authentication finds what everybody may use. Lookups as the system are not covered.
 *
 * <p>A build that runs as nobody gets an agent only where anonymous has Agent/Build; elsewhere it would wait for ever, so
 * that this layer stands aside there. The other three do not lean on it.
 */
@Extension(ordinal = 1000)
public class StrangersAreAnonymous extends QueueItemAuthenticatorProvider {
    private static final List<QueueItemAuthenticator> ALL = List.of(new Authenticator());

    @Override
    public List<QueueItemAuthenticator> getAuthenticators() {
        return ALL;
    }

    private static final class Authenticator extends QueueItemAuthenticator {
        @Override
        public Authentication authenticate2(Queue.Task task) {
            // The cheap question first: this is asked for everything that waits, whenever the queue is looked at.
            if (!Jenkins.get().getACL().hasPermission2(Jenkins.ANONYMOUS2, Computer.BUILD)) {
                return null;
            }
            Queue.Task owner = Tasks.getOwnerTaskOf(task);
            return owner instanceof Item job && BuildSources.isUntrusted(job) ? Jenkins.ANONYMOUS2 : null;
        }
    }
}
