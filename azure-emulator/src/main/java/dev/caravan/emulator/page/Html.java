package dev.caravan.emulator.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** An element of a page. Whatever is put into one comes out escaped: there is no way to put markup in as text. */
final class Html {

    private static final Set<String> WITHOUT_END = Set.of("meta", "link", "input", "br");

    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Object> children = new ArrayList<>();

    private Html(String name) {
        this.name = name;
    }

    /** An element with children: elements as they are, streams of them, everything else as text. */
    static Html of(String name, Object... children) {
        return new Html(name).add(children);
    }

    Html add(Object... more) {
        for (var each : more) {
            if (each instanceof Stream<?> several) {
                several.forEach(children::add);
            } else {
                children.add(each);
            }
        }
        return this;
    }

    Html with(String attribute, String value) {
        attributes.put(attribute, value);
        return this;
    }

    Html classed(String value) {
        return with("class", value);
    }

    /** A link to a path of this port, which {@link Paths} has made. */
    static Html link(String path, Object text) {
        return of("a", text).with("href", path);
    }

    String text() {
        var out = new StringBuilder();
        write(out);
        return out.toString();
    }

    private void write(StringBuilder out) {
        out.append('<').append(name);
        attributes.forEach((key, value) -> {
            out.append(' ').append(key).append("=\"");
            escape(value, out);
            out.append('"');
        });
        out.append('>');
        if (WITHOUT_END.contains(name)) {
            return;
        }
        for (var child : children) {
            if (child instanceof Html element) {
                element.write(out);
            } else {
                escape(String.valueOf(child), out);
            }
        }
        out.append("</").append(name).append('>');
    }

    /** Control characters have no place in HTML; they come out as U+FFFD. */
    private static void escape(String text, StringBuilder out) {
        for (var at = 0; at < text.length(); at++) {
            var c = text.charAt(at);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(Character.isISOControl(c) && !Character.isWhitespace(c) ? '\uFFFD' : c);
            }
        }
    }
}
