package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.Context;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Team;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    /** How many people the teams have together, or -1 where groups of the realm or owners decide. */
    int people(List<String> names) {
        Set<String> users = new HashSet<>();
        for (String name : names) {
            Team team = teams.get(name);
            if (team == null || !team.groups().isEmpty()) {
                return -1;
            }
            users.addAll(team.users());
        }
        return users.size();
    }

    /** Whether the roles of two identities have one name, each at a cloud or an address of its own; null has no role. */
    boolean haveOneRoleName(String name, String other) {
        Identity first = identity(name);
        Identity second = identity(other);
        return first != null
                && second != null
                && first.role() != null
                && first.role().equals(second.role());
    }
}
