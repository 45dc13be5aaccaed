package io.jenkins.plugins.iac.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import hudson.PluginWrapper;
import hudson.security.Permission;
import io.jenkins.plugins.iac.jenkins.IacPermissions;
import io.jenkins.plugins.iac.jenkins.config.IacGlobalConfiguration;
import java.util.List;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** The plugin in a running controller. */
public class SmokeTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @Test
    public void plugins_allLoad() {
        assertEquals(List.of(), JENKINS.getPluginManager().getFailedPlugins());
        PluginWrapper ours = JENKINS.getPluginManager().getPlugin("iac-runners");
        assertNotNull(ours);
        assertTrue(ours.isActive());
    }

    @Test
    public void configuration_isThere() {
        assertNotNull(IacGlobalConfiguration.get());
    }

    @Test
    public void permissions_areKnownByTheirIds() {
        assertEquals(
                IacPermissions.APPROVE, Permission.fromId("io.jenkins.plugins.iac.jenkins.IacPermissions.Approve"));
        assertEquals("IaC", IacPermissions.GROUP.title.toString());
    }
}
