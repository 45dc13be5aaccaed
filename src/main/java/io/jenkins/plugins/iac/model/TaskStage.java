package io.jenkins.plugins.iac.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** When an external check is asked. */
public enum TaskStage {
    /** After the checkout was judged, before the credential of the plan. */
    BEFORE_PLAN,
    /** When the plan and its digest are known. */
    AFTER_PLAN,
    /** Before an agent is taken for the apply. */
    BEFORE_APPLY,
    /** When somebody asks for a break-glass run. */
    BREAK_GLASS;

    /** The spellings of all of them. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(TaskStage::id).toList();
    }

    /** The spelling in the catalog and in requests: {@code before_plan}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return id();
    }
}
