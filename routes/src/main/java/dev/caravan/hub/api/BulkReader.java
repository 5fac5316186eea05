package dev.caravan.hub.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import org.jspecify.annotations.Nullable;

import dev.caravan.board.BoardGuid;

/** Reads the boards of a request one by one: {@code {"boards": [...]}}. What is no JSON, or not of this form, is refused. */
final class BulkReader implements AutoCloseable {

    private static final String FORM =
            "the body must be a JSON object with one field, 'boards', which is a list of boards";

    private static final ObjectReader ONE_OF_SEVERAL =
            ApiJson.MAPPER.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonParser json;
    private final Map<String, Integer> seen = new HashMap<>();
    private int number;
    private boolean ended;

    BulkReader(@Nullable InputStream body) {
        try {
            json = ApiJson.MAPPER.createParser(body == null ? InputStream.nullInputStream() : body);
            expect(JsonToken.START_OBJECT);
            expect(JsonToken.FIELD_NAME);
            if (!json.currentName().equals("boards")) {
                throw wrong();
            }
            expect(JsonToken.START_ARRAY);
        } catch (IOException broken) {
            throw failed(broken);
        }
    }

    /** The next boards; fewer than that only at the end. */
    List<BulkRow> next(int most) {
        try {
            var rows = new ArrayList<BulkRow>();
            while (!ended && rows.size() < most) {
                if (json.nextToken() == JsonToken.END_ARRAY) {
                    expect(JsonToken.END_OBJECT);
                    expect(null);
                    ended = true;
                } else {
                    rows.add(row(ONE_OF_SEVERAL.readValue(json)));
                }
            }
            return rows;
        } catch (IOException broken) {
            throw failed(broken);
        }
    }

    private BulkRow row(JsonNode board) {
        number++;
        var guid = board.path("guid").isTextual() ? board.path("guid").textValue() : null;
        var first = guid == null ? null : seen.putIfAbsent(canonical(guid), number);
        return new BulkRow(number, guid, board.toString(), first == null ? number : first);
    }

    private static String canonical(String guid) {
        try {
            return BoardGuid.parse(guid).value();
        } catch (IllegalArgumentException noGuid) {
            return guid;
        }
    }

    private void expect(@Nullable JsonToken token) throws IOException {
        if (json.nextToken() != token) {
            throw wrong();
        }
    }

    private ProblemException wrong() {
        var at = json.currentLocation();
        return ApiJson.invalid("line " + at.getLineNr() + ", column " + at.getColumnNr() + ": " + FORM);
    }

    private static RuntimeException failed(IOException broken) {
        return broken instanceof JsonProcessingException noJson
                ? ApiJson.invalid("line " + noJson.getLocation().getLineNr() + ", column "
                        + noJson.getLocation().getColumnNr() + ": the body is no JSON: " + noJson.getOriginalMessage())
                : new UncheckedIOException(broken);
    }

    @Override
    public void close() {
        try {
            json.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
