package io.jenkins.plugins.iac.jenkins.credentials;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardUsernameCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.HostnamePortRequirement;
import com.cloudbees.plugins.credentials.domains.HostnameRequirement;
import com.cloudbees.plugins.credentials.domains.PathRequirement;
import com.cloudbees.plugins.credentials.domains.SchemeRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.security.ACL;
import io.jenkins.plugins.iac.jenkins.scm.BuildSources;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.core.Authentication;

/**
 * What {@link HiddenProviders} leaves of credentials for a job that builds code of strangers: the one with which its own
 * source is checked out, and only to whoever is about to talk to exactly that address (scheme, host, port, path). A
 * lookup that does not say where the credential goes gets nothing: otherwise a Jenkinsfile of a fork could have it sent to
 * a host of its own. Addresses such as {@code git@host:path} say nothing to Jenkins and get nothing either.
 */
@Extension
public class ForkCheckoutProvider extends CredentialsProvider {
    @Override
    public String getDisplayName() {
        return "Checkout of fork pull requests";
    }

    @Override
    public <C extends Credentials> List<C> getCredentialsInItem(
            Class<C> type, Item item, Authentication authentication, List<DomainRequirement> requirements) {
        if (type != (Class<?>) StandardUsernameCredentials.class || item == null || !BuildSources.isUntrusted(item)) {
            return List.of();
        }
        BuildSources.Checkout own = BuildSources.checkoutOf(item);
        if (own == null || own.credentialsId() == null || !leadsTo(requirements, own.repository())) {
            return List.of();
        }
        return inParent(type, item.getParent(), requirements).stream()
                .filter(c -> own.credentialsId().equals(((StandardUsernameCredentials) c).getId()))
                .toList();
    }

    @Override
    public <C extends Credentials> List<C> getCredentialsInItemGroup(
            Class<C> type, ItemGroup group, Authentication authentication, List<DomainRequirement> requirements) {
        return List.of();
    }

    private static <C extends Credentials> List<C> inParent(
            Class<C> type, ItemGroup<?> parent, List<DomainRequirement> requirements) {
        return parent instanceof Item project
                ? CredentialsProvider.lookupCredentialsInItem(type, project, ACL.SYSTEM2, requirements)
                : List.of();
    }

    /** Whether a lookup is for exactly this address. */
    static boolean leadsTo(List<DomainRequirement> requirements, String repository) {
        Set<String> wanted = text(URIRequirementBuilder.fromUri(repository).build());
        return wanted.stream().anyMatch(r -> r.startsWith("host "))
                && wanted.stream().anyMatch(r -> r.startsWith("path "))
                && wanted.equals(text(requirements));
    }

    private static Set<String> text(List<DomainRequirement> requirements) {
        return requirements.stream().map(ForkCheckoutProvider::text).collect(Collectors.toSet());
    }

    private static String text(DomainRequirement requirement) {
        if (requirement instanceof SchemeRequirement scheme) {
            return "scheme " + scheme.getScheme();
        }
        if (requirement instanceof HostnamePortRequirement port) {
            return "port " + port.getHostname() + ":" + port.getPort();
        }
        if (requirement instanceof HostnameRequirement host) {
            return "host " + host.getHostname();
        }
        return requirement instanceof PathRequirement path
                ? "path " + path.getPath()
                : "something else " + requirement.getClass().getName();
    }
}
