package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.Context;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Team;
import java.util.List;
import java.util.Map;

/** Values of the domain together with where they stand in the document. */
record Parts(
        Map<String, Team> teams,
        List<At<Environment>> environments,
        List<At<Identity>> identities,
        List<At<Pool>> pools,
        List<At<Context>> contexts,
        List<At<Stack>> stacks,
        Map<String, Identity> identityByName) {

    /** A value and the fields that it was made from. */
    record At<T>(Fields fields, T value) {}

    Identity identity(String name) {
        return identityByName.get(name);
    }
}
