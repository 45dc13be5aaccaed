package io.jenkins.plugins.iac.jenkins.dashboard;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.UnprotectedRootAction;
import io.jenkins.plugins.iac.jenkins.IacPermissions;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerProxy;

/**
 * Owns {@code /iac}. Jenkins asks nobody's permission for what is below an unprotected action, so this one has nothing
 * itself: it hands out the dashboard to whoever has {@code IaC/Audit}, an open page where the path names one, and
 * refuses otherwise.
 */
@Extension
public class IacRootAction implements UnprotectedRootAction, StaplerProxy {
    static final String URL = "iac";

    /** Null, which hides the link, for those who would be refused. */
    @Override
    public String getIconFileName() {
        return Jenkins.get().hasPermission(IacPermissions.AUDIT)
                ? "symbol-shield-checkmark-outline plugin-ionicons-api"
                : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.Dashboard_displayName();
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    /** Never null, never this: Stapler would go on with this object as if there were no proxy. */
    @Override
    public Object getTarget() {
        Optional<IacPage> open = page(first(Stapler.getCurrentRequest2().getRestOfPath()), true);
        if (open.isPresent()) {
            return new OpenPage(open.get());
        }
        Jenkins.get().checkPermission(IacPermissions.AUDIT);
        return new Dashboard();
    }

    private static String first(String rest) {
        String path = rest.startsWith("/") ? rest.substring(1) : rest;
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    static Optional<IacPage> page(String name, boolean open) {
        return ExtensionList.lookup(IacPage.class).stream()
                .filter(p -> p.isOpen() == open && p.urlName().equals(name))
                .findFirst();
    }

    /** What somebody without permission gets of {@code /iac}: one page, whatever else the path says. */
    public static final class OpenPage {
        private final IacPage page;

        OpenPage(IacPage page) {
            this.page = page;
        }

        public Object getDynamic(String name) {
            return page.urlName().equals(name) ? page : null;
        }
    }
}
