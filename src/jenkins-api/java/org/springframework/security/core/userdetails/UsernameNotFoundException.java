package org.springframework.security.core.userdetails;

/** The signature of {@code UsernameNotFoundException}, as far as the plugin links to it; its bodies never run. */
public class UsernameNotFoundException extends RuntimeException {
    private UsernameNotFoundException() {}
}
