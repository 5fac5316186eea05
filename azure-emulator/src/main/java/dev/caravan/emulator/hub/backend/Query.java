package dev.caravan.emulator.hub.backend;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.json.Json;

/**
 * The part of the query language that a provisioning system needs: {@code SELECT * FROM devices [WHERE condition]}, with
 * AND, OR, NOT, brackets, comparisons of a path with a value, IN and IS_DEFINED. Everything else is refused by name.
 */
final class Query {

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:('(?:[^']|'')*'|\"[^\"]*\")|(-?\\d+(?:\\.\\d+)?)|([A-Za-z_$][\\w$]*(?:\\.[A-Za-z_$][\\w$-]*)*)"
                    + "|(<=|>=|!=|<>|[=<>()\\[\\],*;]))");

    private final List<String> tokens;
    private int at;

    private Query(List<String> tokens) {
        this.tokens = tokens;
    }

    /** Which twins are wanted; 400 when it cannot be understood. */
    static Predicate<JsonNode> parse(String text) {
        return new Query(tokens(text)).query();
    }

    private static List<String> tokens(String text) {
        var tokens = new ArrayList<String>();
        var matcher = TOKEN.matcher(text);
        var end = 0;
        while (matcher.find(end) && matcher.start() == end && matcher.end() > end) {
            tokens.add(matcher.group().strip());
            end = matcher.end();
        }
        if (!text.substring(end).isBlank()) {
            throw HubError.invalid(
                    "The query cannot be read at '" + text.substring(end).strip() + "'");
        }
        return tokens;
    }

    private Predicate<JsonNode> query() {
        for (var word : List.of("SELECT", "*", "FROM", "devices")) {
            expect(word);
        }
        Predicate<JsonNode> condition = take("WHERE") ? or() : twin -> true;
        take(";");
        if (at < tokens.size()) {
            throw unexpected("the end of the query");
        }
        return condition;
    }

    private Predicate<JsonNode> or() {
        var condition = and();
        while (take("OR")) {
            condition = condition.or(and());
        }
        return condition;
    }

    private Predicate<JsonNode> and() {
        var condition = not();
        while (take("AND")) {
            condition = condition.and(not());
        }
        return condition;
    }

    private Predicate<JsonNode> not() {
        return take("NOT") ? not().negate() : single();
    }

    private Predicate<JsonNode> single() {
        if (take("(")) {
            var inner = or();
            expect(")");
            return inner;
        }
        if (take("IS_DEFINED")) {
            expect("(");
            var path = path();
            expect(")");
            return twin -> !at(twin, path).isMissingNode();
        }
        return comparison(path());
    }

    private Predicate<JsonNode> comparison(String path) {
        if (take("IN")) {
            var values = values();
            return twin -> values.stream().anyMatch(value -> Comparison.EQUAL.holds(at(twin, path), value));
        }
        var comparison = Comparison.of(next("an operator")).orElseThrow(() -> {
            at--;
            return unexpected("an operator");
        });
        var value = value();
        return twin -> comparison.holds(at(twin, path), value);
    }

    private List<JsonNode> values() {
        expect("[");
        var values = new ArrayList<JsonNode>();
        do {
            values.add(value());
        } while (take(","));
        expect("]");
        return values;
    }

    private JsonNode value() {
        var token = next("a value");
        if (token.startsWith("'")) {
            return Json.of(token.substring(1, token.length() - 1).replace("''", "'"));
        }
        return Json.read(token.getBytes(StandardCharsets.UTF_8))
                .filter(JsonNode::isValueNode)
                .orElseThrow(() -> {
                    at--;
                    return unexpected("a value");
                });
    }

    private String path() {
        var token = next("a property");
        if (!Character.isLetter(token.charAt(0)) && token.charAt(0) != '$' && token.charAt(0) != '_') {
            at--;
            throw unexpected("a property");
        }
        return token.startsWith("devices.") ? token.substring("devices.".length()) : token;
    }

    private static JsonNode at(JsonNode twin, String path) {
        var node = twin;
        for (var name : path.split("\\.")) {
            node = node.path(name);
        }
        return node;
    }

    private boolean take(String word) {
        if (at < tokens.size() && tokens.get(at).equalsIgnoreCase(word)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String word) {
        if (!take(word)) {
            throw unexpected("'" + word + "'");
        }
    }

    private String next(String what) {
        if (at == tokens.size()) {
            throw unexpected(what);
        }
        return tokens.get(at++);
    }

    private HubError unexpected(String wanted) {
        var found = at < tokens.size() ? "'" + tokens.get(at) + "'" : "the end";
        return HubError.invalid("The query must have " + wanted + " as its word " + (at + 1) + ", but has " + found
                + "; this hub understands SELECT * FROM devices WHERE ...");
    }
}
