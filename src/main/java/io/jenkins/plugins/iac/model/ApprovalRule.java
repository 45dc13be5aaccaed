package io.jenkins.plugins.iac.model;

import java.util.List;

/**
 * An approval that an environment asks for.
 *
 * @param name name of the requirement, unique in its environment
 * @param when CEL condition over the plan and the run; {@code "true"} is always
 * @param teams teams whose members may vote; {@code @stack.owner} stands for the stack's owner
 * @param allTeams whether every team must give {@code count} votes, rather than any one of them
 * @param count number of distinct people, at least 1
 */
public record ApprovalRule(String name, String when, List<String> teams, boolean allTeams, int count) {
    public static final String OWNER = "@stack.owner";

    public ApprovalRule {
        when = when == null ? "true" : when;
        teams = Values.list(teams);
    }
}
