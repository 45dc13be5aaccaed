package io.jenkins.plugins.iac.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Refuses what could grow without bound although loops are counted: a loop body that concatenates or builds lists
 * doubles its values at every level. Patterns of {@code matches} (RE2, so without backtracking) must be constants: one
 * that comes from a branch name would be somebody else's rule.
 */
final class CelCost {
    private static final int MAX_LOOPS = 8;

    private CelCost() {}

    static List<Issue> check(CelAbstractSyntaxTree ast, CelEngine engine) {
        List<Issue> issues = new ArrayList<>();
        CelNavigableExpr root = CelNavigableAst.fromAst(ast).getRoot();
        long loops =
                root.allNodes().filter(n -> n.getKind() == Kind.COMPREHENSION).count();
        if (loops > MAX_LOOPS) {
            issues.add(
                    new Issue(1, 1, "found " + loops + " loops, expected at most " + MAX_LOOPS + "; split the rule"));
        }
        root.allNodes().forEach(node -> checkNode(node, ast, engine, issues));
        return issues;
    }

    private static void checkNode(
            CelNavigableExpr node, CelAbstractSyntaxTree ast, CelEngine engine, List<Issue> issues) {
        CelExpr expr = node.expr();
        if (node.getKind() == Kind.CALL && expr.call().function().equals("matches")) {
            checkPattern(expr, ast, engine, issues);
        }
        boolean grows = node.getKind() == Kind.LIST && !expr.list().elements().isEmpty()
                || node.getKind() == Kind.MAP
                || node.getKind() == Kind.CALL
                        && expr.call().function().equals("_+_")
                        && !isNumber(ast.getType(expr.id()));
        if (grows && inLoopBody(node) && !isConstantList(expr)) {
            issues.add(at(
                    ast,
                    expr,
                    "a loop must not build text, lists or maps, since they could double at every step; compare the parts"
                            + " instead"));
        }
    }

    private static boolean isNumber(Optional<CelType> type) {
        return type.filter(t -> t.equals(SimpleType.INT)
                        || t.equals(SimpleType.UINT)
                        || t.equals(SimpleType.DOUBLE)
                        || t.equals(SimpleType.TIMESTAMP)
                        || t.equals(SimpleType.DURATION))
                .isPresent();
    }

    private static boolean isConstantList(CelExpr expr) {
        return expr.getKind() == Kind.LIST
                && expr.list().elements().stream().allMatch(e -> e.getKind() == Kind.CONSTANT);
    }

    /** Whether a node stands in the body of a loop, other than as the step that the macros map and filter write. */
    private static boolean inLoopBody(CelNavigableExpr node) {
        CelNavigableExpr child = node;
        for (Optional<CelNavigableExpr> up = node.parent();
                up.isPresent();
                up = up.get().parent()) {
            CelExpr parent = up.get().expr();
            if (parent.getKind() == Kind.COMPREHENSION) {
                long id = child.id();
                boolean range = parent.comprehension().iterRange().id() == id;
                boolean start = parent.comprehension().accuInit().id() == id;
                if (!range && !start && !isMacroStep(node, parent)) {
                    return true;
                }
            }
            child = up.get();
        }
        return false;
    }

    /** {@code accumulator + [item]}, alone or under the condition of a filter: the library wrote it, not a person. */
    private static boolean isMacroStep(CelNavigableExpr node, CelExpr loop) {
        CelExpr step = loop.comprehension().loopStep();
        if (step.getKind() == Kind.CALL && step.call().function().equals("_?_:_")) {
            step = step.call().args().get(1);
        }
        if (step.getKind() != Kind.CALL || !step.call().function().equals("_+_")) {
            return false;
        }
        CelExpr accumulator = step.call().args().get(0);
        boolean ours = accumulator.getKind() == Kind.IDENT
                && accumulator.ident().name().equals(loop.comprehension().accuVar());
        return ours && (step.id() == node.id() || step.call().args().get(1).id() == node.id());
    }

    private static void checkPattern(CelExpr call, CelAbstractSyntaxTree ast, CelEngine engine, List<Issue> issues) {
        CelExpr pattern = call.call().args().get(call.call().args().size() - 1);
        if (pattern.getKind() != Kind.CONSTANT || pattern.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
            issues.add(at(ast, pattern, "the pattern of matches must be a constant text"));
            return;
        }
        String trial = "''.matches(" + quote(pattern.constant().stringValue()) + ")";
        try {
            engine.runtime()
                    .createProgram(engine.compiler().compile(trial).getAst())
                    .eval();
        } catch (CelEvaluationException | CelValidationException e) {
            issues.add(at(ast, pattern, CelIssues.firstLine(e)));
        }
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("'");
        for (char c : text.toCharArray()) {
            if (c == '\\' || c == '\'' || c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('\'').toString();
    }

    /** An issue at the place of a part. */
    static Issue at(CelAbstractSyntaxTree ast, CelExpr expr, String message) {
        Integer offset = ast.getSource().getPositionsMap().get(expr.id());
        CelSourceLocation location = offset == null
                ? null
                : ast.getSource().getOffsetLocation(offset).orElse(null);
        return location == null
                ? new Issue(1, 1, message)
                : new Issue(Math.max(1, location.getLine()), location.getColumn() + 1, message);
    }
}
