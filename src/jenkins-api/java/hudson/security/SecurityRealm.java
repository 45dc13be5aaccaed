package hudson.security;

import hudson.ExtensionPoint;
import hudson.model.Describable;
import jenkins.model.IdStrategy;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/** The signature of {@code SecurityRealm}, as far as the plugin links to it; its bodies never run. */
public abstract class SecurityRealm implements Describable<SecurityRealm>, ExtensionPoint {
    private SecurityRealm() {}

    public IdStrategy getGroupIdStrategy() {
        throw new UnsupportedOperationException();
    }

    public IdStrategy getUserIdStrategy() {
        throw new UnsupportedOperationException();
    }

    public UserDetails loadUserByUsername2(String username) throws UsernameNotFoundException {
        throw new UnsupportedOperationException();
    }
}
