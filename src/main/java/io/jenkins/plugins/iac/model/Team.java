package io.jenkins.plugins.iac.model;

import java.util.List;

/**
 * Who is who. A person is in the team if named, or if the security realm says they are in one of the groups.
 *
 * @param name name of the team, unique
 * @param users user ids
 * @param groups groups of the security realm
 */
public record Team(String name, List<String> users, List<String> groups) {
    public Team {
        users = Values.list(users);
        groups = Values.list(groups);
    }
}
