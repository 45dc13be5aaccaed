package io.jenkins.plugins.iac.lock;

import io.jenkins.plugins.iac.model.Condition;
import java.util.List;

/**
 * Whether it is a run's turn, and why not.
 *
 * @param position place among all that wait for the pool, from 1
 * @param reasons conditions, those that fail among them
 */
public record Turn(boolean mayGo, int position, List<Condition> reasons) {
    public Turn {
        reasons = List.copyOf(reasons);
    }
}
