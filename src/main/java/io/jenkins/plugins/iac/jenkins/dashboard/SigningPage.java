package io.jenkins.plugins.iac.jenkins.dashboard;

import io.jenkins.plugins.iac.crypto.VerifyingKey;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.model.IacException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** The key that signs the evidence, those that did, and the button with which an administrator makes a new one. */
public final class SigningPage extends DashboardPage {
    private static final Logger LOGGER = Logger.getLogger(SigningPage.class.getName());

    SigningPage(Known known) {
        super(known);
    }

    @Override
    public String title() {
        return Messages.SigningPage_title();
    }

    /** Newest first. */
    public List<VerifyingKey> keys() {
        List<VerifyingKey> keys =
                new ArrayList<>(known().services().keys().publicKeys().all());
        Collections.reverse(keys);
        return keys;
    }

    public boolean isAdministrator() {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }

    /** Retires the key that signs and makes a new one. Reads the whole log while nothing else is sealed. */
    @RequirePOST
    public HttpResponse doRotate() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        try {
            IacRuns.get().rotateEvidenceKey();
        } catch (IacException e) {
            throw HttpResponses.errorWithoutStack(500, e.problem().sentence());
        }
        LOGGER.log(
                Level.INFO,
                "{0} rotated the key of the evidence",
                Jenkins.getAuthentication2().getName());
        return HttpResponses.redirectToDot();
    }
}
