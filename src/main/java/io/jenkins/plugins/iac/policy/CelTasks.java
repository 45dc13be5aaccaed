package io.jenkins.plugins.iac.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import java.util.ArrayList;
import java.util.List;

/** The run tasks that a condition names. One that is made up while it runs cannot be known. */
final class CelTasks {
    private CelTasks() {}

    static List<TaskName> of(CelAbstractSyntaxTree ast) {
        List<TaskName> names = new ArrayList<>();
        CelNavigableAst.fromAst(ast).getRoot().allNodes().forEach(node -> {
            CelExpr expr = node.expr();
            if (node.getKind() == Kind.SELECT && isTasks(ast, expr.select().operand())) {
                add(ast, expr, expr.select().field(), names);
            } else if (node.getKind() == Kind.CALL && expr.call().args().size() == 2) {
                List<CelExpr> args = expr.call().args();
                switch (expr.call().function()) {
                    case "_[_]" -> constant(ast, args.get(0), args.get(1), names);
                    case "@in" -> constant(ast, args.get(1), args.get(0), names);
                    default -> {}
                }
            }
        });
        return names;
    }

    private static void constant(CelAbstractSyntaxTree ast, CelExpr map, CelExpr key, List<TaskName> names) {
        if (isTasks(ast, map)
                && key.getKind() == Kind.CONSTANT
                && key.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
            add(ast, key, key.constant().stringValue(), names);
        }
    }

    private static boolean isTasks(CelAbstractSyntaxTree ast, CelExpr expr) {
        var reference = ast.getReferenceMap().get(expr.id());
        return reference != null && reference.name().equals(Fact.TASKS.id());
    }

    private static void add(CelAbstractSyntaxTree ast, CelExpr at, String name, List<TaskName> names) {
        Issue place = CelCost.at(ast, at, name);
        names.add(new TaskName(name, place.line(), place.column()));
    }
}
