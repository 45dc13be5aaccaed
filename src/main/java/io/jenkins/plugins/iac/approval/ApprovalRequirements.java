package io.jenkins.plugins.iac.approval;

import io.jenkins.plugins.iac.model.ApprovalRule;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Tri;
import java.util.ArrayList;
import java.util.List;

/** All approvals that one plan needs, in the order of the catalog. Empty means that it needs none. */
public record ApprovalRequirements(List<Requirement> list) {
    public ApprovalRequirements {
        list = List.copyOf(list);
    }

    /** The rules of the environment whose condition is not known to be false. */
    public static ApprovalRequirements from(Environment environment, Stack stack, WhenCondition conditions) {
        return new ApprovalRequirements(of(environment.approvals(), "", stack, conditions));
    }

    /**
     * Those of these rules whose condition is not known to be false.
     *
     * @param prefix what their names begin with, beside rules of other origin
     */
    public static List<Requirement> of(List<ApprovalRule> rules, String prefix, Stack stack, WhenCondition conditions) {
        List<Requirement> required = new ArrayList<>();
        for (ApprovalRule rule : rules) {
            Tri applies = judge(rule.when(), conditions);
            if (applies != Tri.NO) {
                List<String> teams = rule.teams().stream()
                        .map(team -> team.equals(ApprovalRule.OWNER) && stack.owner() != null ? stack.owner() : team)
                        .distinct()
                        .toList();
                required.add(new Requirement(
                        prefix + rule.name(), teams, rule.allTeams(), rule.count(), rule.when(), applies));
            }
        }
        return required;
    }

    private static Tri judge(String when, WhenCondition conditions) {
        if (when.equals("true")) {
            return Tri.YES;
        }
        try {
            Tri answer = conditions.test(when);
            return answer == null ? Tri.UNKNOWN : answer;
        } catch (RuntimeException e) {
            // A condition that cannot be judged must not make an approval go away.
            return Tri.UNKNOWN;
        }
    }

    public boolean isEmpty() {
        return list.isEmpty();
    }

    /** Every team whose members may vote on something here. */
    public List<String> teams() {
        return list.stream().flatMap(r -> r.teams().stream()).distinct().toList();
    }
}
