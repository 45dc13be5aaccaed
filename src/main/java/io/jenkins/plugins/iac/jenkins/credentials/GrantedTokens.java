package io.jenkins.plugins.iac.jenkins.credentials;

import hudson.Extension;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.run.Identities;
import io.jenkins.plugins.iac.run.RunServices;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Tokens for builds with a run under way whose signed contract names the identity. Decides nothing: the engine does. */
@Extension
public class GrantedTokens extends RunTokens {
    @Override
    public Secret token(Run<?, ?> build, String identity) {
        RunServices services = IacRuns.get().services();
        Identities identities = new Identities(services);
        List<String> runs = new ArrayList<>(IacBuildAction.runs(build));
        Collections.reverse(runs);
        for (String id : runs) {
            io.jenkins.plugins.iac.run.Run run = services.book().get(id);
            for (Operation operation : identities.operations(run)) {
                if (identity.equals(identities.name(run, operation))) {
                    return Secret.fromString(
                            identities.issueToBody(run, operation).value());
                }
            }
        }
        throw IacException.refused(
                "issuing a token",
                "identity " + identity + ", build " + build.getFullDisplayName(),
                "no run of this build that was granted it",
                "a run whose contract names the identity",
                "run iacPlan for a stack that has this identity first");
    }
}
