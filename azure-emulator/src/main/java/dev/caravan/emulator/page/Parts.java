package dev.caravan.emulator.page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.caravan.emulator.wire.http.Call;

/** Pieces that several pages are made of. */
final class Parts {

    private static final ObjectWriter PRETTY = JsonMapper.builder().build().writerWithDefaultPrettyPrinter();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int DAY = "2026-01-31 ".length();

    private Parts() {}

    /** A part that {@code live.js} brings up to date while it is looked at; its id is its own on the page. */
    static Html live(String id, Object... parts) {
        return Html.of("section", parts).with("id", id).with("data-live", "");
    }

    /** Names and values, one below the other. */
    static Html facts(Map<String, ?> facts) {
        var list = Html.of("dl");
        facts.forEach((name, value) -> list.add(Html.of("div", Html.of("dt", name), Html.of("dd", value))));
        return list;
    }

    /** JSON as a person reads it. */
    static Html json(JsonNode node) {
        try {
            return Html.of("pre", PRETTY.writeValueAsString(node)).with("tabindex", "0");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A word with a colour that says no more than the word. */
    static Html badge(String word) {
        return Html.of("span", word).classed("badge " + word.replaceAll("[^a-z]", ""));
    }

    /** One field that is asked for by name, kept in the address. */
    static Html search(String path, String name, String label, Call call) {
        var id = "search-" + name;
        return Html.of(
                        "form",
                        Html.of("label", label).with("for", id),
                        Html.of("input")
                                .with("id", id)
                                .with("name", name)
                                .with("type", "search")
                                .with("value", call.parameter(name).orElse("")),
                        Html.of("button", "Search"))
                .with("action", path)
                .with("method", "get")
                .with("role", "search");
    }

    /** UTC to the millisecond; narrow screens leave the day out. */
    static Html time(Instant time) {
        var text = TIME.format(time);
        return Html.of("time", Html.of("span", text.substring(0, DAY)).classed("minor"), text.substring(DAY))
                .with("datetime", time.toString());
    }

    static Html number(long number) {
        return Html.of("span", String.format(Locale.ROOT, "%,d", number)).classed("number");
    }
}
