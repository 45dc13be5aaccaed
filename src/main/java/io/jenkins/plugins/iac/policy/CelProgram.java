package io.jenkins.plugins.iac.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelUnknownSet;
import dev.cel.runtime.CelVariableResolver;
import io.jenkins.plugins.iac.model.Tri;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A condition that the CEL library runs. */
final class CelProgram implements Program {
    private final CelRuntime.Program program;
    /** Expression id to the fact that it names. */
    private final Map<Long, Fact> factById;

    private final Set<Fact> facts;
    private final List<TaskName> tasks;

    private final List<Comparison> uses;

    private CelProgram(
            CelRuntime.Program program, Map<Long, Fact> factById, List<Comparison> uses, List<TaskName> tasks) {
        this.tasks = List.copyOf(tasks);
        this.program = program;
        this.uses = uses;
        this.factById = factById;
        Set<Fact> named = EnumSet.noneOf(Fact.class);
        named.addAll(factById.values());
        this.facts = Collections.unmodifiableSet(named);
    }

    static Compilation compile(String cel, Vocabulary vocabulary, Function<Program, Expression> wrap) {
        CelEngine engine = CelEngine.of(vocabulary);
        try {
            CelValidationResult result = engine.compiler().compile(cel);
            if (result.hasError()) {
                return new Compilation(null, CelIssues.of(result.getErrors(), cel, vocabulary));
            }
            CelAbstractSyntaxTree ast = result.getAst();
            List<Issue> unsafe = CelCost.check(ast, engine);
            if (!unsafe.isEmpty()) {
                return new Compilation(null, unsafe);
            }
            Map<Long, Fact> factById = ast.getReferenceMap().entrySet().stream()
                    .filter(e -> Fact.of(e.getValue().name()).isPresent())
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, e -> Fact.of(e.getValue().name()).orElseThrow()));
            List<Comparison> uses = CelUses.of(ast, factById);
            List<Issue> never = Words.check(uses);
            if (!never.isEmpty()) {
                return new Compilation(null, never);
            }
            CelRuntime.Program program = engine.runtime().createProgram(ast);
            return new Compilation(wrap.apply(new CelProgram(program, factById, uses, CelTasks.of(ast))), List.of());
        } catch (CelValidationException | CelEvaluationException e) {
            return new Compilation(null, List.of(new Issue(1, 1, CelIssues.firstLine(e))));
        }
    }

    @Override
    public Tri test(Facts values) {
        try {
            return run(values) instanceof Boolean known ? Tri.of(known) : Tri.UNKNOWN;
        } catch (CelEvaluationException e) {
            return Tri.UNKNOWN;
        }
    }

    @Override
    public Outcome evaluate(Facts values) {
        try {
            Object result = run(values);
            if (result instanceof Boolean known) {
                return new Outcome(Tri.of(known), values.describe(facts));
            }
            return new Outcome(Tri.UNKNOWN, values.describe(unknownOf(result, values)));
        } catch (CelEvaluationException e) {
            return new Outcome(Tri.UNKNOWN, "the evaluation failed: " + CelIssues.firstLine(e));
        }
    }

    @Override
    public Set<Fact> facts() {
        return facts;
    }

    @Override
    public List<Comparison> uses() {
        return uses;
    }

    @Override
    public List<TaskName> tasks() {
        return tasks;
    }

    private Object run(Facts values) throws CelEvaluationException {
        CelVariableResolver resolver = name -> Fact.of(name).flatMap(fact -> Optional.ofNullable(values.get(fact)));
        try {
            return program.eval(resolver);
        } catch (RuntimeException | StackOverflowError e) {
            // the library promises one exception type; whatever else comes out must not become an answer
            throw new CelEvaluationException(String.valueOf(e.getMessage()), e);
        }
    }

    private Set<Fact> unknownOf(Object result, Facts values) {
        Set<Fact> unknown = new TreeSet<>();
        if (result instanceof CelUnknownSet set) {
            for (Long id : set.unknownExprIds()) {
                Fact fact = factById.get(id);
                if (fact != null) {
                    unknown.add(fact);
                }
            }
        }
        if (unknown.isEmpty()) {
            facts.stream().filter(f -> !values.knows(f)).forEach(unknown::add);
        }
        return unknown;
    }
}
