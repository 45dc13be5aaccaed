package io.jenkins.plugins.iac.jenkins.metrics;

/** Every metric there is: its name, its type, and what it says. Alert rules and documents speak of these and no others. */
public enum Metric {
    CATALOG_VALID("iac_catalog_valid", Type.GAUGE, "1 if the catalog has no error; 0 means that every run is refused"),
    RUNS_LIVE("iac_runs_live", Type.GAUGE, "Runs that are not over, by state"),
    RUNS("iac_runs_total", Type.COUNTER, "Runs that came to an end, by pool, operation and end"),
    ADMISSION_REJECTIONS(
            "iac_admission_rejections_total", Type.COUNTER, "Requests that admission refused, by kind of source"),
    POLICY_REJECTIONS("iac_policy_rejections_total", Type.COUNTER, "Runs that a mandatory policy ended, by its point"),
    TOKENS_ISSUED("iac_tokens_issued_total", Type.COUNTER, "Identity tokens that were issued, by pool"),
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
    STACK_IMAGE_AGE(
            "iac_stack_image_age_seconds",
            Type.GAUGE,
            "Time since this controller first saw, in that pool, the image of the stack's last run"),
    QUEUE_SECONDS(
            "iac_queue_seconds",
            Type.HISTOGRAM,
            "Wait for its turn and an agent of the pool, without locks and freezes"),
    AGENT_START_SECONDS("iac_agent_start_seconds", Type.HISTOGRAM, "From the making of an agent until it is online"),
    PLAN_SECONDS("iac_plan_seconds", Type.HISTOGRAM, "From the checkout to the plan"),
    APPROVAL_SECONDS("iac_approval_seconds", Type.HISTOGRAM, "Wait for the last approval, of plans that got all"),
    LOCK_WAIT_SECONDS(
            "iac_lock_wait_seconds",
            Type.HISTOGRAM,
            "Of the wait of a due apply: while a lock or another run of its stack or environment was in its way"),
    FREEZE_WAIT_SECONDS(
            "iac_freeze_wait_seconds",
            Type.HISTOGRAM,
            "Of the wait of a due apply: while a freeze or a window was in its way"),
    APPLY_SECONDS("iac_apply_seconds", Type.HISTOGRAM, "The tool's apply"),
    VERIFY_SECONDS("iac_verify_seconds", Type.HISTOGRAM, "The plan after the apply"),
    APPROVALS_WAITING("iac_approvals_waiting", Type.GAUGE, "Plans that wait for people"),
    APPROVALS_OLDEST(
            "iac_approvals_waiting_oldest_seconds", Type.GAUGE, "How long the plan has waited that waits longest"),
    LOCKS("iac_locks", Type.GAUGE, "Locks, by who stands behind them: held, orphan or frozen"),
    LOCK_OLDEST(
            "iac_lock_oldest_seconds", Type.GAUGE, "Age of the oldest lock that is held, orphan or frozen; 0 for none"),
    FREEZES("iac_freezes", Type.GAUGE, "Freezes that somebody switched on"),
    PLANS_DUE("iac_plans_due", Type.GAUGE, "Stacks whose plan is due because a stack that they depend on was applied"),
    STACKS_BY_DRIFT("iac_stacks_by_drift", Type.GAUGE, "Stacks of the catalog by what is known of their drift"),
    STACK_DRIFT("iac_stack_drift_objects", Type.GAUGE, "Objects that drifted, of stacks that did"),
    STACK_DOUBT("iac_stack_in_doubt", Type.GAUGE, "1 for each stack that is frozen until a person decides"),
    STACK_ENDS(
            "iac_stack_runs_total", Type.COUNTER, "Runs of a stack that came to an end: well, stopped, failed, doubt"),
    STACK_QUEUE_SECONDS(
            "iac_stack_queue_seconds_total",
            Type.COUNTER,
            "Time that runs of a stack waited for their turn and an agent"),
    STACK_QUEUES("iac_stack_queues_total", Type.COUNTER, "Agents that runs of a stack got"),
    STACK_LOCK_WAIT_SECONDS(
            "iac_stack_lock_wait_seconds_total",
            Type.COUNTER,
            "Time that due applies of a stack were kept by a lock or another run"),
    STACK_LOCK_WAITS("iac_stack_lock_waits_total", Type.COUNTER, "Due applies of a stack that got an agent"),
    STACK_POLICY_REJECTIONS(
            "iac_stack_policy_rejections_total",
            Type.COUNTER,
            "Runs of a stack that a mandatory policy ended, by its point"),
    STACK_APPROVAL_SECONDS(
            "iac_stack_approval_seconds_total",
            Type.COUNTER,
            "Time that plans of a stack waited for their last approval"),
    STACK_APPROVALS(
            "iac_stack_approvals_total", Type.COUNTER, "Plans of a stack that waited for approvals and got all"),
    STACK_TOKENS("iac_stack_tokens_issued_total", Type.COUNTER, "Identity tokens that were issued to runs of a stack"),
    STACK_PLAN_SECONDS("iac_stack_plan_seconds_total", Type.COUNTER, "Time that plans of a stack took"),
    STACK_PLANS("iac_stack_plans_total", Type.COUNTER, "Plans of a stack that came to their end"),
    STACK_APPLY_SECONDS("iac_stack_apply_seconds_total", Type.COUNTER, "Time that applies of a stack took"),
    STACK_APPLIES("iac_stack_applies_total", Type.COUNTER, "Applies of a stack that came to their end"),
    EVIDENCE_COPIES(
            "iac_evidence_copies",
            Type.GAUGE,
            "Copies of the evidence log, by how they stood when they were last looked at; absent before"),
    EVIDENCE_COPY_MISSING(
            "iac_evidence_copy_missing_records",
            Type.GAUGE,
            "Records that the copy lacks that lacks most, 0 without one"),
    EVIDENCE_ARCHIVED(
            "iac_evidence_archived_total",
            Type.COUNTER,
            "Runs whose evidence was archived with their build, by how it was when it was read back"),
    FENCING_REFUSALS(
            "iac_fencing_refusals_total",
            Type.COUNTER,
            "Effects that were refused because a lock, or the journal, belongs to another now"),
    JOURNAL_STATE(
            "iac_journal_state", Type.GAUGE, "1 for how the journal stands: only where it is writable runs start"),
    JOURNAL_FREE("iac_journal_free_bytes", Type.GAUGE, "Room that the journal's disk has"),
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
