package org.springframework.security.core;

import java.io.Serializable;

/** The signature of {@code GrantedAuthority}, as far as the plugin links to it; its bodies never run. */
public interface GrantedAuthority extends Serializable {
    String getAuthority();
}
