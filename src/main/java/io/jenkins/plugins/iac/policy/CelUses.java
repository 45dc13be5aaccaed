package io.jenkins.plugins.iac.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import io.jenkins.plugins.iac.policy.Comparison.How;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds how a condition that the library runs uses facts that are texts, and members of records. */
final class CelUses {
    private final CelAbstractSyntaxTree ast;
    private final Map<Long, Fact> facts;
    private final List<Comparison> found = new ArrayList<>();

    private CelUses(CelAbstractSyntaxTree ast, Map<Long, Fact> facts) {
        this.ast = ast;
        this.facts = facts;
    }

    /** Every use, those that are no comparison with a constant included. */
    static List<Comparison> of(CelAbstractSyntaxTree ast, Map<Long, Fact> facts) {
        CelUses uses = new CelUses(ast, facts);
        CelNavigableAst.fromAst(ast).getRoot().allNodes().forEach(uses::node);
        return List.copyOf(uses.found);
    }

    private void node(CelNavigableExpr node) {
        Fact fact = facts.get(node.expr().id());
        if (fact != null && (fact.type() == FactType.STRING || fact.type() == FactType.STRINGS)) {
            use(node, fact, null);
        } else if (node.getKind() == Kind.SELECT
                && isChange(node.expr().select().operand())) {
            use(node, Fact.PLAN_CHANGES, node.expr().select().field());
        }
    }

    private boolean isChange(CelExpr operand) {
        return ast.getType(operand.id())
                .filter(type -> type.name().equals(RecordTypes.CHANGE.name()))
                .isPresent();
    }

    private void use(CelNavigableExpr node, Fact fact, String member) {
        CelExpr parent = node.parent().map(CelNavigableExpr::expr).orElse(null);
        int before = found.size();
        if (parent != null && parent.getKind() == Kind.CALL) {
            compared(node.expr().id(), parent.call(), fact, member);
        }
        if (found.size() == before) {
            add(fact, member, How.OTHER, null, node.expr());
        }
    }

    private void compared(long id, CelExpr.CelCall call, Fact fact, String member) {
        List<CelExpr> args = call.args();
        boolean list = fact.type() == FactType.STRINGS;
        switch (call.function()) {
            case "_==_", "_!=_" ->
                constant(fact, member, How.EQUAL, args.get(args.get(0).id() == id ? 1 : 0));
            case "@in", "_in_", "in" -> {
                if (list) {
                    constant(fact, member, How.EQUAL, args.get(0));
                } else if (args.get(0).id() == id && args.get(1).getKind() == Kind.LIST) {
                    constants(fact, member, args.get(1).list().elements());
                }
            }
            case "startsWith", "endsWith", "contains" -> {
                if (call.target().filter(t -> t.id() == id).isPresent()) {
                    How how = call.function().equals("startsWith")
                            ? How.STARTS
                            : call.function().equals("endsWith") ? How.ENDS : How.CONTAINS;
                    constant(fact, member, how, args.get(0));
                }
            }
            default -> {
                // no comparison that could be known
            }
        }
    }

    private void constants(Fact fact, String member, List<CelExpr> items) {
        if (items.stream().allMatch(CelUses::isText)) {
            items.forEach(item -> constant(fact, member, How.EQUAL, item));
        }
    }

    private void constant(Fact fact, String member, How how, CelExpr other) {
        if (isText(other)) {
            add(fact, member, how, other.constant().stringValue(), other);
        }
    }

    private static boolean isText(CelExpr expr) {
        return expr.getKind() == Kind.CONSTANT && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE;
    }

    private void add(Fact fact, String member, How how, String constant, CelExpr at) {
        Issue place = CelCost.at(ast, at, "");
        found.add(new Comparison(fact, member, how, constant, place.line(), place.column()));
    }
}
