package io.jenkins.plugins.iac.scan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON syntax (HCL's json/spec.md) into the same blocks and attributes. What is a block there depends on who reads
 * it; this reader knows the blocks of Terraform that the rules ask for, and takes the rest for attributes.
 */
final class JsonReader {
    /** Name of a block, behind the name of the one around it and a slash, to its number of labels. */
    private static final Map<String, Integer> BLOCKS = blocks();

    private sealed interface Value {}

    private record Member(String name, Value value, int line) {}

    private record Members(List<Member> members, int line) implements Value {}

    private record Items(List<Value> items, int line) implements Value {}

    private record Scalar(String text, Token.Kind kind, int line) implements Value {}

    private int values;

    private JsonReader() {}

    private static Map<String, Integer> blocks() {
        Map<String, Integer> blocks = new HashMap<>();
        for (String none : List.of("terraform", "locals", "moved", "removed", "import", "variables")) {
            blocks.put("/" + none, 0);
        }
        for (String one : List.of("provider", "variable", "output", "module", "check", "run", "mock_provider")) {
            blocks.put("/" + one, 1);
        }
        for (String two : List.of("resource", "data", "ephemeral", "action", "list")) {
            blocks.put("/" + two, 2);
        }
        for (String none : List.of("cloud", "required_providers", "encryption")) {
            blocks.put("terraform/" + none, 0);
        }
        for (String one : List.of("backend", "state_store", "provider_meta")) {
            blocks.put("terraform/" + one, 1);
        }
        for (String parent : List.of("resource", "removed", "data", "ephemeral")) {
            blocks.put(parent + "/provisioner", 1);
            blocks.put(parent + "/lifecycle", 0);
        }
        blocks.put("check/data", 2);
        blocks.put("run/module", 0);
        return Map.copyOf(blocks);
    }

    /** Reads a file. */
    static Body read(byte[] file) throws SyntaxException {
        String text = Lexer.decode(file);
        try (JsonParser parser = Json.factory().createParser(text)) {
            parser.nextToken();
            Value value = new JsonReader().value(parser, 0);
            if (parser.nextToken() != null) {
                throw new SyntaxException(line(parser), "something behind the end of the document");
            }
            return body(value, "");
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new SyntaxException(line, "no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new SyntaxException(1, "no JSON: " + e.getMessage());
        }
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    private Value value(JsonParser parser, int depth) throws IOException, SyntaxException {
        int line = line(parser);
        if (depth > ScanLimits.DEPTH) {
            throw new SyntaxException(line, "nested deeper than " + ScanLimits.DEPTH);
        }
        if (++values > ScanLimits.TOKENS) {
            throw new SyntaxException(line, "more than " + ScanLimits.TOKENS + " values");
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            List<Member> members = new ArrayList<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                int at = line(parser);
                parser.nextToken();
                members.add(new Member(name, value(parser, depth + 1), at));
            }
            return new Members(members, line);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Value> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(parser, depth + 1));
            }
            return new Items(items, line);
        }
        if (token == null || !token.isScalarValue()) {
            throw new SyntaxException(line, "no JSON value");
        }
        Token.Kind kind = token == JsonToken.VALUE_STRING
                ? Token.Kind.LITERAL
                : token.isNumeric() ? Token.Kind.NUMBER : Token.Kind.IDENTIFIER;
        return new Scalar(parser.getText(), kind, line);
    }

    private static Body body(Value value, String type) throws SyntaxException {
        List<Body.Attribute> attributes = new ArrayList<>();
        List<Body.Block> blocks = new ArrayList<>();
        for (Member member : flat(value, type)) {
            Integer labels = BLOCKS.get(type + "/" + member.name());
            // HCL leaves a place for comments: the property "//"
            if (labels != null) {
                blocks(member.name(), member.value(), member.line(), labels, List.of(), blocks);
            } else if (!member.name().equals("//")) {
                attributes.add(new Body.Attribute(member.name(), List.of(node(member.value())), member.line()));
            }
        }
        return new Body(attributes, blocks);
    }

    private static void blocks(
            String type, Value value, int line, int labels, List<String> named, List<Body.Block> into)
            throws SyntaxException {
        if (value instanceof Scalar scalar && scalar.text().equals("null") && scalar.kind() == Token.Kind.IDENTIFIER) {
            return;
        }
        if (labels == 0) {
            for (Value one : value instanceof Items items ? items.items() : List.of(value)) {
                into.add(new Body.Block(type, named, body(one, type), line));
            }
            return;
        }
        for (Member member : flat(value, type)) {
            List<String> more = new ArrayList<>(named);
            more.add(member.name());
            blocks(type, member.value(), member.line(), labels - 1, more, into);
        }
    }

    /** The members of an object, or of all objects of an array: HCL takes either where it wants blocks. */
    private static List<Member> flat(Value value, String type) throws SyntaxException {
        if (value instanceof Members object) {
            return object.members();
        }
        if (value instanceof Items items) {
            List<Member> all = new ArrayList<>();
            for (Value item : items.items()) {
                all.addAll(flat(item, type));
            }
            return all;
        }
        throw new SyntaxException(
                ((Scalar) value).line(), "expected an object for " + (type.isEmpty() ? "the file" : type));
    }

    private static Node node(Value value) throws SyntaxException {
        if (value instanceof Scalar scalar) {
            return scalar.kind() == Token.Kind.LITERAL
                    ? HclReader.readTemplate(scalar.text(), scalar.line())
                    : new Node.Leaf(new Token(scalar.kind(), scalar.text(), scalar.line()));
        }
        List<Node> nodes = new ArrayList<>();
        if (value instanceof Items items) {
            for (Value item : items.items()) {
                nodes.add(node(item));
                nodes.add(symbol(",", items.line()));
            }
            return new Node.Group('[', nodes, items.line());
        }
        Members object = (Members) value;
        for (Member member : object.members()) {
            nodes.add(HclReader.readTemplate(member.name(), member.line()));
            nodes.add(symbol("=", member.line()));
            nodes.add(node(member.value()));
            nodes.add(symbol(",", member.line()));
        }
        return new Node.Group('{', nodes, object.line());
    }

    private static Node symbol(String text, int line) {
        return new Node.Leaf(new Token(Token.Kind.SYMBOL, text, line));
    }
}
