package io.jenkins.plugins.iac.scan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Builds blocks and attributes from the tokens of native syntax (hclsyntax/spec.md, "Structural Elements"). */
final class HclReader {
    private final List<Token> tokens;
    private int at;
    private int depth;

    private HclReader(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** Reads a file. */
    static Body read(byte[] file) throws SyntaxException {
        HclReader reader = new HclReader(Lexer.file(file));
        Body body = reader.body();
        if (!reader.peek().is(Token.Kind.END)) {
            throw reader.unexpected("the end of the file");
        }
        return body;
    }

    /** Reads a text that is one template. */
    static Node.Template readTemplate(String text, int line) throws SyntaxException {
        HclReader reader = new HclReader(Lexer.template(text, line));
        return reader.template(Node.Form.BARE, Token.Kind.END, line);
    }

    /** Items until a closing brace or the end, which stays unread. */
    private Body body() throws SyntaxException {
        List<Body.Attribute> attributes = new ArrayList<>();
        List<Body.Block> blocks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (!peek().is(Token.Kind.END) && !peek().isSymbol("}")) {
            if (peek().is(Token.Kind.NEWLINE)) {
                at++;
                continue;
            }
            Token name = expect(Token.Kind.IDENTIFIER, "the name of an argument or block");
            if (peek().isSymbol("=")) {
                attributes.add(attribute(name, names));
            } else {
                blocks.add(block(name));
            }
            endOfLine();
        }
        return new Body(attributes, blocks);
    }

    private Body.Attribute attribute(Token name, Set<String> names) throws SyntaxException {
        if (!names.add(name.text())) {
            throw new SyntaxException(name.line(), "the argument " + name.text() + " is set twice");
        }
        at++;
        List<Node> expression = nodes(Newlines.END);
        if (expression.isEmpty()) {
            throw unexpected("an expression");
        }
        return new Body.Attribute(name.text(), expression, name.line());
    }

    private Body.Block block(Token type) throws SyntaxException {
        List<String> labels = new ArrayList<>();
        while (!peek().isSymbol("{")) {
            if (peek().is(Token.Kind.IDENTIFIER)) {
                labels.add(tokens.get(at++).text());
            } else {
                labels.add(label());
            }
        }
        at++;
        down();
        Body body;
        if (peek().is(Token.Kind.NEWLINE) || peek().isSymbol("}")) {
            body = body();
        } else {
            // on one line there may be one argument, and no block
            Token name = expect(Token.Kind.IDENTIFIER, "the name of an argument");
            if (!peek().isSymbol("=")) {
                throw unexpected("'=': a block on one line holds one argument");
            }
            body = new Body(List.of(attribute(name, new HashSet<>())), List.of());
        }
        depth--;
        if (!peek().isSymbol("}")) {
            throw unexpected("'}' of the block that begins at line " + type.line());
        }
        at++;
        return new Body.Block(type.text(), labels, body, type.line());
    }

    private String label() throws SyntaxException {
        expect(Token.Kind.OPEN_QUOTE, "a label or '{'");
        StringBuilder label = new StringBuilder();
        while (peek().is(Token.Kind.LITERAL)) {
            label.append(tokens.get(at++).text());
        }
        expect(Token.Kind.CLOSE_QUOTE, "a label without template sequences");
        return label.toString();
    }

    private void endOfLine() throws SyntaxException {
        if (peek().is(Token.Kind.NEWLINE)) {
            at++;
        } else if (!peek().is(Token.Kind.END)) {
            throw unexpected("the end of the line");
        }
    }

    /** What a newline means where an expression stands. */
    private enum Newlines {
        END,
        KEEP,
        SKIP
    }

    /** Pieces of an expression until something that none of them can begin with. */
    private List<Node> nodes(Newlines newlines) throws SyntaxException {
        List<Node> nodes = new ArrayList<>();
        while (true) {
            Token token = peek();
            switch (token.kind()) {
                case NEWLINE -> {
                    if (newlines == Newlines.END) {
                        return nodes;
                    }
                    at++;
                    if (newlines == Newlines.KEEP) {
                        nodes.add(new Node.Leaf(token));
                    }
                }
                case IDENTIFIER, NUMBER -> {
                    at++;
                    nodes.add(new Node.Leaf(token));
                }
                case OPEN_QUOTE -> {
                    at++;
                    nodes.add(template(Node.Form.QUOTED, Token.Kind.CLOSE_QUOTE, token.line()));
                }
                case OPEN_HEREDOC -> {
                    at++;
                    nodes.add(template(Node.Form.HEREDOC, Token.Kind.CLOSE_HEREDOC, token.line()));
                }
                case SYMBOL -> {
                    if ("}])".contains(token.text())) {
                        return nodes;
                    }
                    nodes.add("{[(".contains(token.text()) ? group() : leaf());
                }
                default -> {
                    return nodes;
                }
            }
        }
    }

    private Node leaf() {
        return new Node.Leaf(tokens.get(at++));
    }

    private Node group() throws SyntaxException {
        Token open = tokens.get(at++);
        down();
        List<Node> nodes = nodes(open.text().equals("{") ? Newlines.KEEP : Newlines.SKIP);
        depth--;
        String close =
                switch (open.text()) {
                    case "{" -> "}";
                    case "[" -> "]";
                    default -> ")";
                };
        if (!peek().isSymbol(close)) {
            throw unexpected("'" + close + "' for the bracket at line " + open.line());
        }
        at++;
        return new Node.Group(open.text().charAt(0), nodes, open.line());
    }

    /** The parts of a template up to and with its end. */
    private Node.Template template(Node.Form form, Token.Kind end, int line) throws SyntaxException {
        down();
        List<Node.Part> parts = new ArrayList<>();
        while (!peek().is(end)) {
            Token token = peek();
            at++;
            switch (token.kind()) {
                case LITERAL -> parts.add(new Node.Text(token.text()));
                case OPEN_INTERPOLATION -> parts.add(new Node.Interpolation(sequence()));
                case OPEN_DIRECTIVE -> parts.add(new Node.Directive(sequence()));
                default -> throw new SyntaxException(token.line(), "'" + token.text() + "' inside a string");
            }
        }
        at++;
        depth--;
        return new Node.Template(form, parts, line);
    }

    private List<Node> sequence() throws SyntaxException {
        List<Node> nodes = nodes(Newlines.SKIP);
        if (nodes.isEmpty()) {
            throw unexpected("an expression");
        }
        expect(Token.Kind.CLOSE_SEQUENCE, "'}' of the template sequence");
        return nodes;
    }

    private Token peek() {
        return tokens.get(Math.min(at, tokens.size() - 1));
    }

    private Token expect(Token.Kind kind, String what) throws SyntaxException {
        Token token = peek();
        if (!token.is(kind)) {
            throw unexpected(what);
        }
        at++;
        return token;
    }

    private void down() throws SyntaxException {
        if (++depth > ScanLimits.DEPTH) {
            throw new SyntaxException(peek().line(), "nested deeper than " + ScanLimits.DEPTH);
        }
    }

    private SyntaxException unexpected(String expected) {
        Token token = peek();
        String found =
                switch (token.kind()) {
                    case END -> "the end of the file";
                    case NEWLINE -> "the end of the line";
                    case CLOSE_SEQUENCE -> "the end of a template sequence";
                    case LITERAL -> "text";
                    default -> "'" + token.text() + "'";
                };
        return new SyntaxException(token.line(), "expected " + expected + ", found " + found);
    }
}
