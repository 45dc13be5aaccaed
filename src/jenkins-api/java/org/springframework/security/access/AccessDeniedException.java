package org.springframework.security.access;

/** The signature of {@code AccessDeniedException}, as far as the plugin links to it; its bodies never run. */
public class AccessDeniedException extends RuntimeException {
    public AccessDeniedException(String msg) {}
}
