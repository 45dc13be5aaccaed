package org.springframework.security.core.userdetails;

import java.io.Serializable;

/** The signature of {@code UserDetails}, as far as the plugin links to it; its bodies never run. */
public interface UserDetails extends Serializable {}
