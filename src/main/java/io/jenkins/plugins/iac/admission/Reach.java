package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.catalog.Assertion;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Nearest;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trust;
import java.util.ArrayList;
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
    private final boolean emergencies;

    public Reach(Admission admission) {
        this.admission = admission;
        this.catalog = admission.catalog();
        this.approvals = new Approvals(catalog);
        this.emergencies = catalog.pools().stream().anyMatch(p -> p.trust() == Trust.BREAKGLASS);
    }

    /** A source of a kind of which nothing else is known. */
    public static RunSource any(SourceKind kind) {
        return new RunSource(kind, null, null, null, null, null, null, null, Tri.UNKNOWN);
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
            for (SourceKind kind : SourceKind.values()) {
                of(stack, any(kind), paths::add);
            }
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
        List<AssertionRun> runs = assertions.stream()
                .map(assertion -> new AssertionRun(assertion, MAX_LISTED))
                .toList();
        boolean named = Likeness.isBroken(admission.rules().facts())
                || Likeness.isBroken(approvals.facts())
                || runs.stream().anyMatch(run -> Likeness.isBroken(run.facts()));
        Map<Stack, List<Breach>> known = new HashMap<>();
        for (Stack stack : catalog.stacks()) {
            List<Breach> breaches = named
                    ? breaches(stack, runs)
                    : known.computeIfAbsent(Likeness.of(stack), k -> breaches(stack, runs));
            for (Breach breach : breaches) {
                breach.run()
                        .add(
                                breach.path().path().to(stack.id().value()),
                                breach.path().facts());
            }
        }
        return runs.stream().flatMap(run -> run.violations().stream()).toList();
    }

    /** A path to one stack, or to another that is like it, that breaks an assertion. */
    private record Breach(AssertionRun run, PathFacts path) {}

    private List<Breach> breaches(Stack stack, List<AssertionRun> runs) {
        List<Breach> breaches = new ArrayList<>();
        for (SourceKind kind : SourceKind.values()) {
            of(stack, any(kind), path -> {
                PathFacts facts = new PathFacts(catalog, path);
                for (AssertionRun run : runs) {
                    if (run.isBrokenBy(facts.facts())) {
                        breaches.add(new Breach(run, facts));
                    }
                }
            });
        }
        return breaches;
    }

    private void of(Stack stack, RunSource source, Consumer<ReachPath> each) {
        boolean emergency = emergencies
                && catalog.environment(stack.environment()).orElseThrow().breakGlass() != null;
        RunSource there = source.repository() == null ? inRepository(source, stack.repository()) : source;
        for (Operation operation : Operation.values()) {
            Request request = Request.of(stack.id(), operation, there, null);
            path(request, each);
            if (emergency && !operation.isStatic()) {
                path(request.withBreakGlass(true), each);
            }
        }
    }

    private void path(Request request, Consumer<ReachPath> each) {
        Post post = admission.post(request);
        Case c = new Case(request, post);
        for (Check check : post.checks()) {
            if (check.judge(c) == Judgement.FAILS) {
                return;
            }
        }
        Assignment assignment = post.assignment();
        boolean noPool = assignment.pool() == null;
        each.accept(new ReachPath(
                request.source().kind(),
                request.stack(),
                request.operation(),
                noPool ? null : assignment.pool().name(),
                assignment.identity() == null ? null : assignment.identity().name(),
                noPool ? List.of() : assignment.pool().networks(),
                approvals.least(c),
                request.breakGlass()));
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
