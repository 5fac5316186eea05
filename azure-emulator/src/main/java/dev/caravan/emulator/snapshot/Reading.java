package dev.caravan.emulator.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Chapter.Intake;

/** Reads a document once, from its first line to its last; what is wrong is told by its line. */
final class Reading {

    private final JsonParser parser;
    private final Map<String, Intake> intakes = new LinkedHashMap<>();
    private final Set<String> seen = new HashSet<>();

    private Reading(JsonParser parser, List<Chapter> chapters) {
        this.parser = parser;
        chapters.forEach(chapter -> intakes.put(chapter.name(), chapter.begin()));
    }

    static Collection<Intake> of(InputStream in, List<Chapter> chapters) throws IOException {
        try (var parser = Json.parser(in)) {
            return new Reading(parser, chapters).run();
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException(
                    line(notJson.getLocation()) + ": " + notJson.getOriginalMessage(), notJson);
        }
    }

    private Collection<Intake> run() throws IOException {
        check(parser.nextToken() == JsonToken.START_OBJECT, "a snapshot is a JSON object");
        check("format".equals(parser.nextFieldName()), "a snapshot begins with its format");
        check(Snapshot.FORMAT.equals(parser.nextTextValue()), "the format must be " + Snapshot.FORMAT);
        check("version".equals(parser.nextFieldName()), "the version comes after the format");
        check(parser.nextIntValue(0) == Snapshot.VERSION, "only version " + Snapshot.VERSION + " is known");
        for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            chapter(name);
        }
        check(parser.nextToken() == null, "something follows the end");
        return intakes.values();
    }

    private void chapter(String name) throws IOException {
        var intake = intakes.get(name);
        if (intake == null) {
            throw wrong("unknown chapter " + name);
        }
        check(seen.add(name), "chapter " + name + " is there twice");
        check(parser.nextToken() == JsonToken.START_ARRAY, "chapter " + name + " must be a list");
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            take(name, intake);
        }
        check(parser.currentToken() == JsonToken.END_ARRAY, "chapter " + name + " must consist of objects");
    }

    private void take(String name, Intake intake) throws IOException {
        var at = parser.currentTokenLocation();
        var item = new Item(Json.readObject(parser));
        try {
            intake.take(item);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(line(at) + ": " + name + ": " + wrong.getMessage(), wrong);
        }
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            throw wrong(rule);
        }
    }

    private IllegalArgumentException wrong(String rule) {
        return new IllegalArgumentException(line(parser.currentTokenLocation()) + ": " + rule);
    }

    private static String line(@Nullable JsonLocation at) {
        return at == null ? "the document" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
