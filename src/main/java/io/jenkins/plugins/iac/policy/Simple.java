package io.jenkins.plugins.iac.policy;

import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.policy.Comparison.How;
import io.jenkins.plugins.iac.policy.Terms.Count;
import io.jenkins.plugins.iac.policy.Terms.Members;
import io.jenkins.plugins.iac.policy.Terms.Term;
import io.jenkins.plugins.iac.policy.Terms.Text;
import io.jenkins.plugins.iac.policy.Terms.Truth;
import io.jenkins.plugins.iac.policy.Tokens.Kind;
import io.jenkins.plugins.iac.policy.Tokens.Token;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The plain part of CEL: facts, literals, {@code && || ! == != < <= > >= in + -}, {@code startsWith}, {@code endsWith},
 * {@code contains} and {@code size} of facts. What it accepts means exactly what CEL means by it (a test compares the two
 * on generated conditions); at anything else it gives up, and the library decides.
 *
 * <p>It is there because nearly every rule is of this kind, the library needs most of a second to load in a command-line
 * process, and a decision must not cost more than a microsecond.
 */
final class Simple implements Program {
    /** As deep as the library allows, with room to spare. */
    private static final int MAX_DEPTH = 16;

    private final Terms.Truth root;
    private final Set<Fact> facts;

    private final List<Comparison> uses;

    private Simple(Terms.Truth root, Set<Fact> facts, List<Comparison> uses) {
        this.root = root;
        this.uses = uses;
        this.facts = facts;
    }

    /** The program, or null where the condition is not plain or not correct. */
    static Simple compile(String cel, Vocabulary vocabulary) {
        List<Token> tokens = Tokens.of(cel);
        if (tokens == null) {
            return null;
        }
        try {
            Parser parser = new Parser(tokens, vocabulary, new Uses(cel));
            Truth root = Terms.truth(parser.or());
            parser.expectEnd();
            return new Simple(root, Collections.unmodifiableSet(parser.facts), parser.uses.all());
        } catch (NotPlain e) {
            return null;
        }
    }

    @Override
    public Tri test(Facts values) {
        return root.of(values);
    }

    @Override
    public Outcome evaluate(Facts values) {
        Tri value = root.of(values);
        if (value != Tri.UNKNOWN) {
            return new Outcome(value, values.describe(facts));
        }
        List<Fact> unknown = facts.stream().filter(f -> !values.knows(f)).toList();
        return new Outcome(value, unknown.isEmpty() ? "integer overflow" : values.describe(unknown));
    }

    @Override
    public Set<Fact> facts() {
        return facts;
    }

    @Override
    public List<Comparison> uses() {
        return uses;
    }

    /** What speaks of run tasks is not plain. */
    @Override
    public List<TaskName> tasks() {
        return List.of();
    }

    /** The condition is not plain; control flow only. */
    static final class NotPlain extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotPlain() {
            super(null, null, false, false);
        }
    }

    /** Recursive descent by the precedence of CEL's grammar. */
    private static final class Parser {
        private final List<Token> tokens;
        private final Vocabulary vocabulary;
        private final Uses uses;
        private final Set<Fact> facts = EnumSet.noneOf(Fact.class);
        private int at;
        private int depth;

        Parser(List<Token> tokens, Vocabulary vocabulary, Uses uses) {
            this.tokens = tokens;
            this.uses = uses;
            this.vocabulary = vocabulary;
        }

        private Token peek() {
            return tokens.get(at);
        }

        private boolean take(String symbol) {
            if (peek().is(symbol)) {
                at++;
                return true;
            }
            return false;
        }

        private void expect(String symbol) {
            if (!take(symbol)) {
                throw new NotPlain();
            }
        }

        void expectEnd() {
            if (peek().kind() != Kind.END) {
                throw new NotPlain();
            }
        }

        Term or() {
            Term left = and();
            while (take("||")) {
                left = Terms.or(Terms.truth(left), Terms.truth(and()));
            }
            return left;
        }

        private Term and() {
            Term left = relation();
            while (take("&&")) {
                left = Terms.and(Terms.truth(left), Terms.truth(relation()));
            }
            return left;
        }

        private Term relation() {
            Term left = sum();
            Token operator = peek();
            if (operator.kind() == Kind.NAME && operator.text().equals("in")) {
                at++;
                Text item = Terms.text(left);
                Members list = Terms.members(sum());
                uses.sought(item, list);
                return Terms.in(item, list);
            }
            if (operator.kind() != Kind.SYMBOL) {
                return left;
            }
            return switch (operator.text()) {
                case "==" -> {
                    at++;
                    yield equal(left, sum());
                }
                case "!=" -> {
                    at++;
                    yield Terms.not(equal(left, sum()));
                }
                case "<", "<=", ">", ">=" -> {
                    at++;
                    yield Terms.compare(operator.text(), Terms.count(left), Terms.count(sum()));
                }
                default -> left;
            };
        }

        private Truth equal(Term left, Term right) {
            if (left instanceof Text a && right instanceof Text b) {
                uses.compared(How.EQUAL, a, b);
            }
            return Terms.equal(left, right);
        }

        private Term sum() {
            Term left = unary();
            while (true) {
                if (take("+")) {
                    left = Terms.plus(Terms.count(left), Terms.count(unary()));
                } else if (take("-")) {
                    left = Terms.minus(Terms.count(left), Terms.count(unary()));
                } else {
                    return left;
                }
            }
        }

        private Term unary() {
            if (take("!")) {
                return Terms.not(Terms.truth(take("!") ? notAgain() : primary()));
            }
            if (take("-")) {
                Token number = tokens.get(at++);
                if (number.kind() != Kind.INT) {
                    throw new NotPlain();
                }
                return Terms.constant(-Long.parseLong(number.text()));
            }
            return primary();
        }

        private Term notAgain() {
            throw new NotPlain();
        }

        private Term primary() {
            Token token = tokens.get(at++);
            switch (token.kind()) {
                case INT:
                    return Terms.constant(Long.parseLong(token.text()));
                case STRING:
                    return Terms.constant(token);
                case NAME:
                    return named(token);
                case SYMBOL:
                    if (token.is("(") && depth < MAX_DEPTH) {
                        depth++;
                        Term inner = or();
                        depth--;
                        expect(")");
                        return inner;
                    }
                    if (token.is("[")) {
                        return Terms.constant(literals());
                    }
                    throw new NotPlain();
                default:
                    throw new NotPlain();
            }
        }

        private List<Token> literals() {
            List<Token> items = new ArrayList<>();
            do {
                Token item = tokens.get(at++);
                if (item.kind() != Kind.STRING) {
                    throw new NotPlain();
                }
                items.add(item);
            } while (take(","));
            expect("]");
            return items;
        }

        private Term named(Token token) {
            String name = token.text();
            if (name.equals("true") || name.equals("false")) {
                return Terms.constant(Tri.of(name.equals("true")));
            }
            if (!peek().is("(")) {
                return fact(name, token);
            }
            int dot = name.lastIndexOf('.');
            if (dot < 0) {
                throw new NotPlain();
            }
            Term target = fact(name.substring(0, dot), token);
            expect("(");
            String method = name.substring(dot + 1);
            if (method.equals("size") && target instanceof Members members) {
                expect(")");
                return new Count(f -> {
                    List<?> list = members.of(f);
                    return list == null ? null : (long) list.size();
                });
            }
            Text text = Terms.text(target);
            Text argument = Terms.text(primary());
            expect(")");
            Truth answer = Terms.method(method, text, argument);
            uses.compared(Uses.METHODS.get(method), text, argument);
            return answer;
        }

        private Term fact(String name, Token at) {
            Fact fact = Fact.of(name).filter(vocabulary::has).orElseThrow(NotPlain::new);
            facts.add(fact);
            uses.named(fact, at);
            return Terms.fact(fact, at);
        }
    }
}
