package io.jenkins.plugins.iac.policy;

import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.policy.Simple.NotPlain;
import io.jenkins.plugins.iac.policy.Tokens.Token;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The typed parts of a plain condition. A null from a text, a count or a list means unknown. */
final class Terms {
    private Terms() {}

    sealed interface Term permits Truth, Text, Count, Members {}

    record Truth(Function<Facts, Tri> function) implements Term {
        Tri of(Facts facts) {
            return function.apply(facts);
        }
    }

    /**
     * @param fact the fact that it is, or null for a constant
     * @param token where it is named, or the constant
     */
    record Text(Function<Facts, String> function, Fact fact, Token token) implements Term {
        String of(Facts facts) {
            return function.apply(facts);
        }
    }

    record Count(Function<Facts, Long> function) implements Term {
        Long of(Facts facts) {
            return function.apply(facts);
        }
    }

    /**
     * @param constant the members, or null where it is a fact
     * @param fact the fact that it is, or null for constants
     * @param token where the fact is named
     * @param items the constants
     */
    record Members(Function<Facts, List<?>> function, Set<String> constant, Fact fact, Token token, List<Token> items)
            implements Term {
        List<?> of(Facts facts) {
            return function.apply(facts);
        }
    }

    static Truth truth(Term term) {
        if (term instanceof Truth truth) {
            return truth;
        }
        throw new NotPlain();
    }

    static Text text(Term term) {
        if (term instanceof Text text) {
            return text;
        }
        throw new NotPlain();
    }

    static Count count(Term term) {
        if (term instanceof Count count) {
            return count;
        }
        throw new NotPlain();
    }

    static Members members(Term term) {
        if (term instanceof Members members) {
            return members;
        }
        throw new NotPlain();
    }

    static Term constant(Token literal) {
        String value = literal.text();
        return new Text(f -> value, null, literal);
    }

    static Term constant(long value) {
        Long boxed = value;
        return new Count(f -> boxed);
    }

    static Term constant(Tri value) {
        return new Truth(f -> value);
    }

    static Term constant(List<Token> items) {
        List<String> values = items.stream().map(Token::text).toList();
        return new Members(f -> values, Set.copyOf(values), null, null, items);
    }

    static Term fact(Fact fact, Token at) {
        return switch (fact.type()) {
            case STRING -> new Text(f -> (String) f.get(fact), fact, at);
            case BOOL ->
                new Truth(f -> {
                    Object value = f.get(fact);
                    return value == null ? Tri.UNKNOWN : Tri.of((Boolean) value);
                });
            case INT -> new Count(f -> (Long) f.get(fact));
            case STRINGS -> new Members(f -> (List<?>) f.get(fact), null, fact, at, List.of());
            case TIMESTAMP, CHANGES, TASKS -> throw new NotPlain();
        };
    }

    static Truth and(Truth a, Truth b) {
        return new Truth(f -> {
            Tri left = a.of(f);
            if (left == Tri.NO) {
                return Tri.NO;
            }
            Tri right = b.of(f);
            return right == Tri.NO || left == Tri.YES ? right : Tri.UNKNOWN;
        });
    }

    static Truth or(Truth a, Truth b) {
        return new Truth(f -> {
            Tri left = a.of(f);
            if (left == Tri.YES) {
                return Tri.YES;
            }
            Tri right = b.of(f);
            return right == Tri.YES || left == Tri.NO ? right : Tri.UNKNOWN;
        });
    }

    static Truth not(Truth a) {
        return new Truth(f -> switch (a.of(f)) {
            case YES -> Tri.NO;
            case NO -> Tri.YES;
            case UNKNOWN -> Tri.UNKNOWN;
        });
    }

    static Truth equal(Term a, Term b) {
        if (a instanceof Truth left && b instanceof Truth right) {
            return new Truth(f -> {
                Tri x = left.of(f);
                Tri y = x == Tri.UNKNOWN ? x : right.of(f);
                return y == Tri.UNKNOWN ? y : Tri.of(x == y);
            });
        }
        if (a instanceof Text left && b instanceof Text right) {
            return new Truth(f -> {
                String x = left.of(f);
                String y = x == null ? null : right.of(f);
                return y == null ? Tri.UNKNOWN : Tri.of(x.equals(y));
            });
        }
        return compare("==", count(a), count(b));
    }

    static Truth compare(String operator, Count a, Count b) {
        return new Truth(f -> {
            Long x;
            Long y;
            try {
                x = a.of(f);
                y = b.of(f);
            } catch (ArithmeticException overflow) {
                return Tri.UNKNOWN;
            }
            if (x == null || y == null) {
                return Tri.UNKNOWN;
            }
            int sign = x.compareTo(y);
            return Tri.of(
                    switch (operator) {
                        case "<" -> sign < 0;
                        case "<=" -> sign <= 0;
                        case ">" -> sign > 0;
                        case ">=" -> sign >= 0;
                        default -> sign == 0;
                    });
        });
    }

    static Count plus(Count a, Count b) {
        return new Count(f -> {
            Long x = a.of(f);
            Long y = b.of(f);
            return x == null || y == null ? null : (Long) Math.addExact(x, y);
        });
    }

    static Count minus(Count a, Count b) {
        return new Count(f -> {
            Long x = a.of(f);
            Long y = b.of(f);
            return x == null || y == null ? null : (Long) Math.subtractExact(x, y);
        });
    }

    static Truth in(Text item, Members members) {
        Set<String> constant = members.constant();
        return new Truth(f -> {
            String x = item.of(f);
            if (x == null) {
                return Tri.UNKNOWN;
            }
            if (constant != null) {
                return Tri.of(constant.contains(x));
            }
            List<?> list = members.of(f);
            return list == null ? Tri.UNKNOWN : Tri.of(list.contains(x));
        });
    }

    static Truth method(String name, Text target, Text argument) {
        return switch (name) {
            case "startsWith" -> strings(target, argument, String::startsWith);
            case "endsWith" -> strings(target, argument, String::endsWith);
            case "contains" -> strings(target, argument, String::contains);
            default -> throw new NotPlain();
        };
    }

    private interface StringTest {
        boolean test(String target, String argument);
    }

    private static Truth strings(Text target, Text argument, StringTest test) {
        return new Truth(f -> {
            String x = target.of(f);
            String y = x == null ? null : argument.of(f);
            return y == null ? Tri.UNKNOWN : Tri.of(test.test(x, y));
        });
    }
}
