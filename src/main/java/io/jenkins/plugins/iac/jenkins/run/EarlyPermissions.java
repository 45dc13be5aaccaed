package io.jenkins.plugins.iac.jenkins.run;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import io.jenkins.plugins.iac.jenkins.IacPermissions;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Makes our permissions known before Jenkins reads its configuration: an authorisation strategy drops a permission that it
 * does not know yet, and the next save of the configuration makes that last. Jenkins finds this class by
 * {@code META-INF/services/annotations/hudson.init.Initializer}.
 */
public final class EarlyPermissions {
    private static final Logger LOGGER = Logger.getLogger(EarlyPermissions.class.getName());

    private EarlyPermissions() {}

    /** Loads the class of the permissions, which is all that it takes. */
    @Initializer(after = InitMilestone.PLUGINS_STARTED, before = InitMilestone.EXTENSIONS_AUGMENTED)
    public static void load() {
        LOGGER.log(Level.FINE, "permissions of {0} are known", IacPermissions.GROUP.getId());
    }
}
