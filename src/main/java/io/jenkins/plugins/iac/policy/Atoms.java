package io.jenkins.plugins.iac.policy;

import io.jenkins.plugins.iac.policy.Tokens.Token;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a condition apart into the parts that {@code &&}, {@code ||} and {@code !(...)} put together: whoever knows what each
 * of them says knows what the condition says. Where that is not certain (comments, escapes, choices, whatever {@link Tokens}
 * gives up at) the condition itself is the one part.
 */
public final class Atoms {
    private Atoms() {}

    /** The parts, each a condition of its own. */
    public static List<Expression> of(Expression whole) {
        List<Token> tokens = Tokens.of(whole.text());
        if (tokens == null) {
            return List.of(whole);
        }
        List<String> texts = new ArrayList<>();
        split(whole.text(), tokens, 0, tokens.size() - 1, texts);
        List<Expression> parts = new ArrayList<>();
        for (String text : texts) {
            Compilation compilation = Expression.compile(text, whole.vocabulary());
            if (!compilation.isOk()) {
                return List.of(whole);
            }
            parts.add(compilation.expression());
        }
        return List.copyOf(parts);
    }

    private static void split(String text, List<Token> tokens, int from, int to, List<String> into) {
        int open = from < to && tokens.get(from).is("!") ? from + 1 : from;
        if (isGroup(tokens, open, to)) {
            split(text, tokens, open + 1, to - 1, into);
            return;
        }
        int start = from;
        int depth = 0;
        for (int at = from; at < to; at++) {
            Token token = tokens.get(at);
            depth += step(token);
            if (depth == 0 && (token.is("&&") || token.is("||"))) {
                split(text, tokens, start, at, into);
                start = at + 1;
            }
        }
        if (start > from) {
            split(text, tokens, start, to, into);
        } else {
            into.add(text.substring(tokens.get(from).at(), tokens.get(to).at()).strip());
        }
    }

    /** Whether these are parentheses that hold all the rest. */
    private static boolean isGroup(List<Token> tokens, int from, int to) {
        if (from >= to || !tokens.get(from).is("(")) {
            return false;
        }
        int depth = 0;
        for (int at = from; at < to; at++) {
            depth += step(tokens.get(at));
            if (depth == 0) {
                return at == to - 1;
            }
        }
        return false;
    }

    private static int step(Token token) {
        return token.is("(") || token.is("[") ? 1 : token.is(")") || token.is("]") ? -1 : 0;
    }
}
