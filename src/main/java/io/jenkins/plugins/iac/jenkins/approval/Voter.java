package io.jenkins.plugins.iac.jenkins.approval;

import hudson.model.User;
import hudson.security.ACL;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * Who votes, as Jenkins knows it.
 *
 * @param id the user id
 * @param groups what the security realm says the person is in
 * @param authenticated whether somebody is logged in; nobody's vote is recorded as refused
 */
public record Voter(String id, Set<String> groups, boolean authenticated) {
    private static final String NOBODY = "anonymous";

    public Voter {
        groups = Set.copyOf(groups);
    }

    /** Whoever sent the request that is being answered. The system itself is nobody: it is not a person. */
    public static Voter of(Authentication authentication) {
        Set<String> groups = new TreeSet<>();
        for (GrantedAuthority group : authentication.getAuthorities()) {
            groups.add(group.getAuthority());
        }
        String id = authentication.getName();
        boolean person = authentication.isAuthenticated()
                && !ACL.isAnonymous2(authentication)
                && !ACL.SYSTEM_USERNAME.equals(id);
        return new Voter(id, groups, person);
    }

    /**
     * Whoever submitted an {@code input}.
     *
     * @param id what Jenkins wrote on the flow node: the id of the user, or null where nobody was logged in
     */
    public static Voter submitter(String id) {
        User user = id == null ? null : User.getById(id, false);
        return user == null
                ? new Voter(id == null ? NOBODY : id, Set.of(), false)
                : new Voter(id, new TreeSet<>(user.getAuthorities()), true);
    }
}
