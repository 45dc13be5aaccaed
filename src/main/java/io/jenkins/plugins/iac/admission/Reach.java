package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.admission.ReachPath.Caller;
import io.jenkins.plugins.iac.catalog.Assertion;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Nearest;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.model.Trust;
import io.jenkins.plugins.iac.policy.Expression;
import io.jenkins.plugins.iac.policy.Facts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Who can reach what, over the whole catalog. A path is listed unless a condition of admission fails whatever is not said:
 * branch, person, time and signature are open, so that an answer "nobody" is a proof and an answer "somebody" may need the
 * right branch or an approval. The same checks decide here as on a run.
 */
public final class Reach {
    private static final int MAX_LISTED = 100;

    private final Admission admission;
    private final Catalog catalog;
    private final Approvals approvals;
    private final Spellings spellings;
    private final boolean emergencies;

    public Reach(Admission admission) {
        this.admission = admission;
        this.catalog = admission.catalog();
        this.approvals = new Approvals(catalog);
        this.spellings = new Spellings(admission.rules());
        this.emergencies = catalog.pools().stream().anyMatch(p -> p.trust() == Trust.BREAKGLASS);
    }

    /** A source of a kind of which nothing else is known. */
    public static RunSource any(SourceKind kind) {
        return new RunSource(kind, null, null, null, null, null, null, null, Tri.UNKNOWN);
    }

    /** Kinds of source of which a run can be set off so; all where it does not matter. */
    public static List<SourceKind> kinds(Trigger trigger) {
        return Arrays.stream(SourceKind.values())
                .filter(kind ->
                        trigger == Trigger.UNKNOWN || Callers.triggers(kind).contains(trigger))
                .toList();
    }

    /** Everything that a source can reach; what is null in it is open. */
    public List<ReachPath> from(RunSource source) {
        List<ReachPath> paths = new ArrayList<>();
        catalog.stacks().forEach(stack -> of(stack, source, paths::add));
        return paths;
    }

    /**
     * Everyone who can reach a stack, or any stack of an environment.
     *
     * @throws IacException of kind bad input if it is neither
     */
    public List<ReachPath> to(String stackOrEnvironment) {
        return to(
                stackOrEnvironment,
                Arrays.stream(SourceKind.values()).map(Reach::any).toList());
    }

    /**
     * Those of these sources that can reach a stack, or any stack of an environment; what is null in them is open.
     *
     * @throws IacException of kind bad input if it is neither
     */
    public List<ReachPath> to(String stackOrEnvironment, List<RunSource> sources) {
        List<Stack> stacks = catalog.stacks().stream()
                .filter(s -> s.id().value().equals(stackOrEnvironment)
                        || s.environment().equals(stackOrEnvironment))
                .toList();
        if (stacks.isEmpty() && catalog.environment(stackOrEnvironment).isEmpty()) {
            List<String> names = Stream.concat(
                            catalog.stacks().stream().map(s -> s.id().value()),
                            catalog.environments().stream().map(e -> e.name()))
                    .toList();
            String nearest = Nearest.of(stackOrEnvironment, names);
            throw IacException.badInput(
                    "looking for who can reach a stack or environment",
                    "--to",
                    "'" + stackOrEnvironment + "'",
                    "a stack or an environment of the catalog",
                    nearest == null ? "correct the name" : "did you mean " + nearest + "?");
        }
        List<ReachPath> paths = new ArrayList<>();
        for (Stack stack : stacks) {
            sources.forEach(source -> of(stack, source, paths::add));
        }
        return paths;
    }

    /** Every path of every source to every stack, one after another. */
    public void all(Consumer<ReachPath> each) {
        for (Stack stack : catalog.stacks()) {
            for (SourceKind kind : SourceKind.values()) {
                of(stack, any(kind), each);
            }
        }
    }

    /**
     * The paths that break assertions, over all sources, stacks and operations; at most a hundred for each assertion are
     * listed. An assertion that cannot be evaluated on a path is broken by it. Stacks that are alike ({@link Likeness}) are
     * judged once.
     */
    public List<Violation> check(List<Assertion> assertions) {
        return prove(assertions).stream()
                .flatMap(proof -> proof.violations().stream())
                .toList();
    }

    /** The same for each assertion, with the number of paths that it spoke of. */
    public List<Proof> prove(List<Assertion> assertions) {
        List<AssertionRun> runs = assertions.stream()
                .map(assertion -> new AssertionRun(assertion, MAX_LISTED))
                .toList();
        List<Expression> conditions = new ArrayList<>(admission.rules().conditions());
        conditions.addAll(approvals.conditions());
        runs.forEach(run -> conditions.addAll(run.conditions()));
        Likeness likeness = new Likeness(conditions);
        Map<Object, Judged> known = new HashMap<>();
        for (Stack stack : catalog.stacks()) {
            Environment environment = catalog.environment(stack.environment()).orElseThrow();
            Facts settled = Admission.of(Facts.builder(), stack, environment).build();
            Judged judged = known.computeIfAbsent(likeness.of(stack, settled), k -> judge(stack, runs));
            for (int i = 0; i < judged.spoken().length; i++) {
                runs.get(i).spoken(judged.spoken()[i]);
            }
            for (Breach breach : judged.breaches()) {
                breach.run().add(breach.path().to(stack));
            }
        }
        return runs.stream().map(AssertionRun::proof).toList();
    }

    /** A path to one stack, or to another that is like it, that breaks an assertion. */
    private record Breach(AssertionRun run, PathFacts path) {}

    /** What the paths to one stack say of all assertions; {@code spoken} counts the paths that each speaks of. */
    private record Judged(List<Breach> breaches, long[] spoken) {}

    private Judged judge(Stack stack, List<AssertionRun> runs) {
        List<Breach> breaches = new ArrayList<>();
        long[] spoken = new long[runs.size()];
        for (SourceKind kind : SourceKind.values()) {
            ways(stack, any(kind), way -> {
                PathFacts facts = new PathFacts(catalog, way.path(), way.open());
                for (int i = 0; i < spoken.length; i++) {
                    AssertionRun run = runs.get(i);
                    if (!run.speaksOf(facts.facts())) {
                        continue;
                    }
                    spoken[i]++;
                    PathFacts broken = run.isBrokenBy(facts.facts()) ? witness(run, way, facts) : null;
                    if (broken != null) {
                        breaches.add(new Breach(run, broken));
                    }
                }
            });
        }
        return new Judged(breaches, spoken);
    }

    /** A path as somebody goes it who gets through and breaks the assertion, or null where there is nobody. */
    private static PathFacts witness(AssertionRun run, Way way, PathFacts open) {
        Witness witness = new Witness(way.open(), run.conditions());
        if (!witness.isOpen()) {
            return open;
        }
        Case found = witness.find(c -> run.isBrokenBy(witness.facts(open.facts(), c)));
        return found == null
                ? null
                : new PathFacts(
                        open.path().by(witness.caller(found, open.path().caller())),
                        witness.facts(open.facts(), found));
    }

    /** A path, and the question that it answers, in which what the path does not say is open. */
    private record Way(ReachPath path, Case open) {}

    private void of(Stack stack, RunSource source, Consumer<ReachPath> each) {
        ways(stack, source, way -> each.accept(way.path()));
    }

    private void ways(Stack stack, RunSource source, Consumer<Way> each) {
        boolean emergency = emergencies
                && catalog.environment(stack.environment()).orElseThrow().breakGlass() != null;
        boolean spelledOneWay = !spellings.matter() || spellings.areAllLike(stack.repository());
        RunSource there = source.repository() == null ? inRepository(source, stack.repository()) : source;
        for (Operation operation : Operation.values()) {
            if (!SourceChecks.allows(source.kind(), operation)) {
                continue; // most of all there is, not worth to be looked at
            }
            boolean open = !spelledOneWay || operation.isStatic() && spellings.matter();
            Request request = Request.of(stack.id(), operation, open ? source : there, null);
            path(request, each);
            if (emergency && !operation.isStatic()) {
                path(request.withBreakGlass(true), each);
            }
        }
    }

    private void path(Request request, Consumer<Way> each) {
        Post post = admission.post(request);
        Case c = new Case(request, post);
        boolean hangsOnTrigger = false;
        for (Check check : post.checks()) {
            Judgement judgement = check.judge(c);
            if (judgement == Judgement.FAILS) {
                return;
            }
            hangsOnTrigger |= judgement != Judgement.HOLDS
                    && check instanceof RuleCheck rule
                    && !Collections.disjoint(rule.facts(), Callers.TRIGGERS);
        }
        Caller caller = Caller.ANYBODY;
        if (hangsOnTrigger && request.source().trigger() == Trigger.UNKNOWN) {
            List<Trigger> triggers = new Witness(c, List.of()).triggers();
            if (triggers.isEmpty()) {
                return;
            }
            boolean all =
                    triggers.size() == Callers.triggers(request.source().kind()).size();
            caller = all ? caller : new Caller(null, null, triggers);
        }
        Assignment assignment = post.assignment();
        boolean noPool = assignment.pool() == null;
        ReachPath path = new ReachPath(
                request.source().kind(),
                request.stack(),
                request.operation(),
                noPool ? null : assignment.pool().name(),
                assignment.identity() == null ? null : assignment.identity().name(),
                noPool ? List.of() : assignment.pool().networks(),
                approvals.least(c),
                request.breakGlass(),
                caller);
        each.accept(new Way(path, c));
    }

    private static RunSource inRepository(RunSource s, String repository) {
        return new RunSource(
                s.kind(),
                repository,
                s.commit(),
                s.ref(),
                s.request(),
                s.actor(),
                s.author(),
                s.trigger(),
                s.commitSigned());
    }
}
