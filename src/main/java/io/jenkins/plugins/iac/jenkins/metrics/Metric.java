package io.jenkins.plugins.iac.jenkins.metrics;

/** Every metric there is: its name, its type, and what it says. Alert rules and documents speak of these and no others. */
public enum Metric {
    CATALOG_VALID("iac_catalog_valid", Type.GAUGE, "1 if the catalog has no error; 0 means that every run is refused"),
    RUNS_LIVE("iac_runs_live", Type.GAUGE, "Runs that are not over, by state"),
    RUNS("iac_runs_total", Type.COUNTER, "Runs that came to an end, by pool, operation and end"),
    ADMISSION_REJECTIONS(
            "iac_admission_rejections_total", Type.COUNTER, "Requests that admission refused, by kind of source"),
    POLICY_REJECTIONS("iac_policy_rejections_total", Type.COUNTER, "Plans that a mandatory policy refused"),
    TOKENS_ISSUED("iac_tokens_issued_total", Type.COUNTER, "Identity tokens that were issued"),
    POOL_RUNNING("iac_pool_running", Type.GAUGE, "Runs that hold an agent of the pool"),
    POOL_WAITING("iac_pool_waiting", Type.GAUGE, "Runs that wait for an agent of the pool"),
    POOL_WAITING_OLDEST(
            "iac_pool_waiting_oldest_seconds",
            Type.GAUGE,
            "How long the run has waited that waits longest, 0 for none"),
    POOL_LIMIT("iac_pool_limit", Type.GAUGE, "Runs that the pool takes at a time; absent where there is no limit"),
    POOL_IMAGE_AGE(
            "iac_pool_image_age_seconds",
            Type.GAUGE,
            "Time since this controller first saw the image of the pool's last run; absent where agents have none"),
    QUEUE_SECONDS("iac_queue_seconds", Type.HISTOGRAM, "Wait for an agent of the pool"),
    AGENT_START_SECONDS("iac_agent_start_seconds", Type.HISTOGRAM, "From the making of an agent until it is online"),
    PLAN_SECONDS("iac_plan_seconds", Type.HISTOGRAM, "From the checkout to the plan"),
    APPROVAL_SECONDS("iac_approval_seconds", Type.HISTOGRAM, "Wait for the last approval, of plans that got all"),
    LOCK_WAIT_SECONDS("iac_lock_wait_seconds", Type.HISTOGRAM, "From the first agent of an apply to the lock"),
    APPLY_SECONDS("iac_apply_seconds", Type.HISTOGRAM, "The tool's apply"),
    VERIFY_SECONDS("iac_verify_seconds", Type.HISTOGRAM, "The plan after the apply"),
    APPROVALS_WAITING("iac_approvals_waiting", Type.GAUGE, "Plans that wait for people"),
    APPROVALS_OLDEST(
            "iac_approvals_waiting_oldest_seconds", Type.GAUGE, "How long the plan has waited that waits longest"),
    LOCKS("iac_locks", Type.GAUGE, "Locks, by who stands behind them: held, orphan or frozen"),
    LOCK_OLDEST("iac_lock_oldest_seconds", Type.GAUGE, "Age of the oldest lock, 0 for none"),
    FREEZES("iac_freezes", Type.GAUGE, "Freezes that somebody switched on"),
    PLANS_DUE("iac_plans_due", Type.GAUGE, "Stacks whose plan is due because a stack that they depend on was applied"),
    STACKS_BY_DRIFT("iac_stacks_by_drift", Type.GAUGE, "Stacks of the catalog by what is known of their drift"),
    STACK_DRIFT("iac_stack_drift_objects", Type.GAUGE, "Objects that drifted, of stacks that did"),
    STACK_DOUBT("iac_stack_in_doubt", Type.GAUGE, "1 for each stack that is frozen until a person decides"),
    STACK_ENDS(
            "iac_stack_runs_total", Type.COUNTER, "Runs of a stack that came to an end: well, stopped, failed, doubt"),
    STACK_PLAN_SECONDS("iac_stack_plan_seconds_total", Type.COUNTER, "Time that plans of a stack took"),
    STACK_PLANS("iac_stack_plans_total", Type.COUNTER, "Plans of a stack that came to their end"),
    STACK_APPLY_SECONDS("iac_stack_apply_seconds_total", Type.COUNTER, "Time that applies of a stack took"),
    STACK_APPLIES("iac_stack_applies_total", Type.COUNTER, "Applies of a stack that came to their end"),
    SCRAPE_SECONDS("iac_scrape_seconds", Type.GAUGE, "What it took to gather all of this");

    /** As Prometheus spells them in lower case. */
    enum Type {
        GAUGE,
        COUNTER,
        HISTOGRAM
    }

    private final String id;
    private final Type type;
    private final String help;

    Metric(String id, Type type, String help) {
        this.id = id;
        this.type = type;
        this.help = help;
    }

    /** The name; a histogram's series are this with {@code _bucket}, {@code _sum} and {@code _count}. */
    public String id() {
        return id;
    }

    Type type() {
        return type;
    }

    String help() {
        return help;
    }
}
