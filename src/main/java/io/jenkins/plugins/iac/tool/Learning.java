package io.jenkins.plugins.iac.tool;

/**
 * Asked when a plan has ended, before anything that the tool said is passed on: the secrets of a plan are known only once
 * the plan can be read.
 */
@FunctionalInterface
public interface Learning {
    /**
     * Makes the masker know what is to be known. Does not throw what the tool's own failure would be hidden by.
     *
     * @param saved whether this plan left a saved plan, be it one with errors
     * @param looked whether the tool had begun with resources: values may have come from anywhere
     * @return whether every secret is known now; if not, nothing that the tool said in its own words is passed on
     */
    boolean learn(boolean saved, boolean looked);
}
