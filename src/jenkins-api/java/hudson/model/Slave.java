package hudson.model;

import java.io.Serializable;

/** The signature of {@code Slave}, as far as the plugin links to it; its bodies never run. */
public abstract class Slave extends Node implements Serializable {
    private Slave() {}
}
