package io.jenkins.plugins.iac.policy;

import dev.cel.common.CelOptions;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.EnumMap;
import java.util.Map;

/**
 * The CEL library set up for one vocabulary. Facts are variables with dotted names, so that a misspelt one does not
 * compile; a variable without a value makes the result unknown unless the value does not matter.
 */
record CelEngine(CelCompiler compiler, CelRuntime runtime) {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NODES = 1_000;
    private static final int MAX_REGEX_PROGRAM = 2_000;

    private static final Map<Vocabulary, CelEngine> ENGINES = new EnumMap<>(Vocabulary.class);

    static CelEngine of(Vocabulary vocabulary) {
        synchronized (ENGINES) {
            return ENGINES.computeIfAbsent(vocabulary, CelEngine::create);
        }
    }

    private static CelEngine create(Vocabulary vocabulary) {
        CelOptions options = CelOptions.current()
                .enableUnknownTracking(true)
                .comprehensionMaxIterations(vocabulary.iterations())
                .maxExpressionCodePointSize(Expression.MAX_LENGTH)
                .maxParseRecursionDepth(MAX_DEPTH)
                .maxParseExpressionNodeCount(MAX_NODES)
                .maxRegexProgramSize(MAX_REGEX_PROGRAM)
                .build();
        CelCompilerBuilder compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(options)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setTypeProvider(new RecordTypes())
                .setResultType(SimpleType.BOOL);
        for (Fact fact : vocabulary.facts()) {
            compiler.addVar(fact.id(), type(fact.type()));
        }
        CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder()
                .setOptions(options)
                .build();
        return new CelEngine(compiler.build(), runtime);
    }

    private static CelType type(FactType type) {
        return switch (type) {
            case STRING -> SimpleType.STRING;
            case BOOL -> SimpleType.BOOL;
            case INT -> SimpleType.INT;
            case TIMESTAMP -> SimpleType.TIMESTAMP;
            case STRINGS -> ListType.create(SimpleType.STRING);
            case CHANGES -> ListType.create(RecordTypes.CHANGE);
            case TASKS -> MapType.create(SimpleType.STRING, RecordTypes.TASK);
        };
    }
}
