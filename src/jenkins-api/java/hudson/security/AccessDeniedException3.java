package hudson.security;

import org.springframework.security.access.AccessDeniedException;

/** The signature of {@code AccessDeniedException3}, as far as the plugin links to it; its bodies never run. */
public class AccessDeniedException3 extends AccessDeniedException {
    private AccessDeniedException3() {
        super(null);
    }
}
