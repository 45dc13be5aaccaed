package io.jenkins.plugins.iac.approval;

import io.jenkins.plugins.iac.model.Tri;
import java.util.List;

/**
 * An approval that one plan needs.
 *
 * @param name the rule's name in its environment
 * @param teams teams whose members may vote, with {@code @stack.owner} replaced by the owner; where nobody owns the stack
 *     it stays as it is, and nobody is in it
 * @param allTeams whether each of the teams must give {@code count} votes, rather than all together
 * @param count distinct people, at least 1
 * @param when the condition under which it is required
 * @param applies yes, or unknown where the condition could not be judged and the requirement stands for that reason
 * @param separate whether it needs a person whose vote no other requirement needs
 */
public record Requirement(
        String name, List<String> teams, boolean allTeams, int count, String when, Tri applies, boolean separate) {
    /** A requirement for which a vote may count beside others. */
    public Requirement(String name, List<String> teams, boolean allTeams, int count, String when, Tri applies) {
        this(name, teams, allTeams, count, when, applies, false);
    }

    public Requirement {
        teams = List.copyOf(teams);
        count = Math.max(1, count);
    }
}
