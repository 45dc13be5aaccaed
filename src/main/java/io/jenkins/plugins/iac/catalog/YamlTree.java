package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.json.CanonicalJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads YAML (and JSON, which is YAML) into a {@link Tree} with positions. No type of the document is ever instantiated:
 * the parser's events are all that is used. Tags are refused; an alias counts as often as it is used, so that a document of
 * a few lines cannot grow into millions of values.
 */
final class YamlTree {
    static final int MAX_CHARACTERS = 64 * 1024 * 1024;
    static final int MAX_DEPTH = 50;
    static final int MAX_VALUES = 5_000_000;

    /** Up to so many keys are compared one by one. */
    private static final int FEW = 32;

    private static final int MAX_SHARED = 5_000;
    private static final int MAX_SHARED_LENGTH = 100;

    /** The document cannot be read any further. */
    private static final class Stop extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Mark mark;

        Stop(Mark mark, String message) {
            super(message, null, false, false);
            this.mark = mark;
        }
    }

    private record Anchored(Tree tree, int values) {}

    private final Parser events;
    private final Findings findings;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private final Map<String, String> words = new HashMap<>();
    private int values;

    private YamlTree(Parser events, Findings findings) {
        this.events = events;
        this.findings = findings;
    }

    /** The tree, or null after an error that leaves nothing to look at. Errors go to the findings. */
    static Tree read(String text, Findings findings) {
        SeenText.check(text, findings);
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        try {
            YamlTree reader = new YamlTree(new ParserImpl(new StreamReader(text), options), findings);
            return reader.document();
        } catch (Stop e) {
            fail(findings, e.mark, e.getMessage());
        } catch (MarkedYAMLException e) {
            String problem = e.getProblem() == null ? "no YAML" : e.getProblem();
            fail(findings, e.getProblemMark(), "found something that is not YAML: " + problem.replace('\n', ' '));
        } catch (YAMLException e) {
            String message = String.valueOf(e.getMessage()).replace('\n', ' ');
            findings.error(0, 0, Path.ROOT, "found something that is not YAML: " + message);
        }
        return null;
    }

    private static void fail(Findings findings, Mark mark, String message) {
        int line = mark == null ? 0 : mark.getLine() + 1;
        int column = mark == null ? 0 : mark.getColumn() + 1;
        findings.error(line, column, Path.ROOT, message);
    }

    private Tree document() throws Stop {
        events.getEvent();
        Event start = events.getEvent();
        if (start instanceof StreamEndEvent) {
            throw new Stop(
                    start.getStartMark(), "found an empty document, expected a catalog; start with teams and pools");
        }
        Tree tree = value(events.getEvent(), Path.ROOT, 0);
        Event end = events.getEvent();
        Event after = end instanceof DocumentEndEvent ? events.getEvent() : end;
        if (!(after instanceof StreamEndEvent)) {
            throw new Stop(
                    after.getStartMark(), "found a second document, expected one; put it into a file of its own");
        }
        return tree;
    }

    private void count(Event event, int more) throws Stop {
        values += more;
        if (values > MAX_VALUES || values < 0) {
            throw new Stop(
                    event.getStartMark(),
                    "found more than " + MAX_VALUES + " values with aliases written out, expected fewer; use scopes"
                            + " instead of aliases");
        }
    }

    private Tree value(Event event, Path path, int depth) throws Stop {
        Mark mark = event.getStartMark();
        if (depth > MAX_DEPTH) {
            throw new Stop(mark, "found values nested deeper than " + MAX_DEPTH + ", expected fewer levels");
        }
        if (event instanceof AliasEvent alias) {
            Anchored target = anchors.get(alias.getAnchor());
            if (target == null) {
                throw new Stop(
                        mark,
                        "found the alias *" + alias.getAnchor()
                                + " before the end of what it names, expected an anchor &" + alias.getAnchor()
                                + " above it");
            }
            count(event, target.values());
            return target.tree();
        }
        int before = values;
        count(event, 1);
        Tree tree = fresh(event, path, depth);
        String anchor = ((NodeEvent) event).getAnchor();
        if (anchor != null) {
            anchors.put(anchor, new Anchored(tree, values - before));
        }
        return tree;
    }

    private Tree fresh(Event event, Path path, int depth) throws Stop {
        int line = event.getStartMark().getLine() + 1;
        int column = event.getStartMark().getColumn() + 1;
        if (event instanceof ScalarEvent scalar) {
            refuseTag(scalar.getTag(), event, path);
            String text = shared(words, scalar.getValue());
            if (!CanonicalJson.isWellFormed(text)) {
                findings.error(
                        line,
                        column,
                        path,
                        Findings.sentence("half of a surrogate pair", "text that UTF-8 can say", "write both halves"));
            }
            return new Tree.Scalar(text, style(scalar), line, column);
        }
        if (event instanceof SequenceStartEvent sequence) {
            refuseTag(sequence.getTag(), event, path);
            List<Tree> items = new ArrayList<>();
            for (Event next = events.getEvent(); !(next instanceof SequenceEndEvent); next = events.getEvent()) {
                items.add(value(next, path.item(items.size()), depth + 1));
            }
            return new Tree.Sequence(items, line, column);
        }
        MappingStartEvent mapping = (MappingStartEvent) event;
        refuseTag(mapping.getTag(), event, path);
        return new Tree.Mapping(entries(path, depth), line, column);
    }

    /** One copy of the words that a large catalog repeats thousands of times. */
    static String shared(Map<String, String> words, String text) {
        if (text.length() > MAX_SHARED_LENGTH) {
            return text;
        }
        String known = words.get(text);
        if (known == null && words.size() < MAX_SHARED) {
            words.put(text, text);
        }
        return known == null ? text : known;
    }

    private static Tree.Style style(ScalarEvent scalar) {
        return switch (scalar.getScalarStyle()) {
            case PLAIN -> Tree.Style.PLAIN;
            case LITERAL -> Tree.Style.LITERAL;
            case FOLDED -> Tree.Style.FOLDED;
            default -> Tree.Style.QUOTED;
        };
    }

    private List<Tree.Entry> entries(Path path, int depth) throws Stop {
        List<Tree.Entry> entries = new ArrayList<>();
        Set<String> keys = null;
        for (Event next = events.getEvent(); !(next instanceof MappingEndEvent); next = events.getEvent()) {
            Tree key = value(next, path, depth + 1);
            Path here = key instanceof Tree.Scalar scalar ? path.child(scalar.text()) : path;
            Tree value = value(events.getEvent(), here, depth + 1);
            if (!(key instanceof Tree.Scalar name)) {
                findings.error(key, path, "a list or map as a key", "a name", "write the key as text");
            } else if (keys == null ? has(entries, name.text()) : !keys.add(name.text())) {
                findings.error(
                        key,
                        here,
                        "the key " + Findings.quote(name.text()) + " twice in one map",
                        "each key once",
                        "remove one of them");
            } else {
                entries.add(new Tree.Entry(name, value));
                if (entries.size() == FEW) {
                    keys = new HashSet<>();
                    for (Tree.Entry entry : entries) {
                        keys.add(entry.key().text());
                    }
                }
            }
        }
        return entries;
    }

    private static boolean has(List<Tree.Entry> entries, String key) {
        for (Tree.Entry entry : entries) {
            if (entry.key().text().equals(key)) {
                return true;
            }
        }
        return false;
    }

    private void refuseTag(String tag, Event event, Path path) {
        if (tag != null && !tag.equals("!")) {
            findings.error(
                    event.getStartMark().getLine() + 1,
                    event.getStartMark().getColumn() + 1,
                    path,
                    Findings.sentence(
                            "the tag " + Findings.quote(tag), "none", "remove the tag; the field decides the type"));
        }
    }
}
