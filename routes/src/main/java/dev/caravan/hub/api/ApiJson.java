package dev.caravan.hub.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

import dev.caravan.hub.api.Problem.Kind;

/** JSON as the API speaks it: ISO 8601 times, no nulls, unknown and double fields refused. */
final class ApiJson {

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private ApiJson() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What {@link #write} gave. */
    static <T> T stored(String text, Class<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("the ledger holds a damaged answer", damaged);
        }
    }

    /** @throws ProblemException that names line, column and field */
    static <T> T read(String text, Class<T> type) {
        try {
            var value = MAPPER.readValue(text, type);
            if (value == null) {
                throw invalid("the body must be a JSON object, but is null");
            }
            return value;
        } catch (UnrecognizedPropertyException unknown) {
            throw invalid(place(unknown) + "there is no such field; known are " + unknown.getKnownPropertyIds());
        } catch (MismatchedInputException wrong) {
            throw invalid(place(wrong) + expected(wrong));
        } catch (JsonProcessingException broken) {
            var parser = broken.getCause() instanceof JsonParseException inside ? inside : broken;
            throw invalid(place(broken) + "the body is no JSON: " + parser.getOriginalMessage());
        }
    }

    /** The parser's own words name our classes. */
    private static String expected(MismatchedInputException wrong) {
        if (String.valueOf(wrong.getOriginalMessage()).startsWith("Trailing")) {
            return "the body must be one JSON object, but goes on after it";
        }
        return wrong.getTargetType() == String.class ? "this must be a text" : "this must be a JSON object";
    }

    private static String place(JsonProcessingException failure) {
        var at = failure.getLocation();
        var field = failure instanceof JsonMappingException mapping
                        && !mapping.getPath().isEmpty()
                ? ", field '"
                        + mapping.getPath().get(mapping.getPath().size() - 1).getFieldName() + "'"
                : "";
        return at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + field + ": ";
    }

    static ProblemException invalid(String detail) {
        return new ProblemException(Problem.of(Kind.INVALID_REQUEST, detail));
    }
}
