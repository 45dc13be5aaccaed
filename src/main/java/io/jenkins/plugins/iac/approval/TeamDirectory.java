package io.jenkins.plugins.iac.approval;

import io.jenkins.plugins.iac.model.Team;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The teams of the catalog. Where a name is not defined there, a group of the security realm of that name is the team;
 * where it is, only the definition counts, so that nobody becomes a member by making a group.
 */
public final class TeamDirectory {
    private final Map<String, Team> teams = new HashMap<>();
    private final PersonIds persons;

    public TeamDirectory(List<Team> teams, PersonIds persons) {
        teams.forEach(team -> this.teams.put(team.name(), team));
        this.persons = persons;
    }

    /** Names of all teams that this person is in, given the groups that the security realm says. */
    public SortedSet<String> teamsOf(String user, Collection<String> realmGroups) {
        Set<String> groups = Set.copyOf(realmGroups);
        SortedSet<String> names = new TreeSet<>();
        for (Team team : teams.values()) {
            boolean named = team.users().stream().anyMatch(id -> persons.same(id, user));
            if (named || team.groups().stream().anyMatch(groups::contains)) {
                names.add(team.name());
            }
        }
        groups.stream().filter(group -> !teams.containsKey(group)).forEach(names::add);
        return names;
    }
}
