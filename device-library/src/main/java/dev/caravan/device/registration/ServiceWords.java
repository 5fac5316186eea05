package dev.caravan.device.registration;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * An error of the service, dug out of an exception's message: the SDK keeps no fields.
 *
 * <p>Over MQTT the message is {@code Service error: 401002 - Invalid certificate. - TrackingId: …}, over HTTPS
 * {@code 401 : 401 : {"errorCode":401002,"message":…}}.
 *
 * @param code the service's six digits, or an HTTP status, or 0 when it gave neither
 */
record ServiceWords(int code, String message) {

    private static final Pattern OVER_MQTT =
            Pattern.compile("Service error: (null|\\d+) - (.*?) - TrackingId: (.*?)\\s*", Pattern.DOTALL);
    private static final Pattern OVER_HTTPS = Pattern.compile("(\\d{3}) : (?:\\d{3} : )?(.*)", Pattern.DOTALL);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CODES_PER_STATUS = 1000;

    /** The first error of the service in the chain of causes. */
    static @Nullable ServiceWords in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            ServiceWords words = cause.getMessage() == null ? null : parse(cause.getMessage());
            if (words != null) {
                return words;
            }
        }
        return null;
    }

    private static @Nullable ServiceWords parse(String message) {
        int start = message.indexOf("Service error: ");
        Matcher mqtt = OVER_MQTT.matcher(start < 0 ? message : message.substring(start));
        if (mqtt.lookingAt()) {
            return new ServiceWords(number(mqtt.group(1)), mqtt.group(2).strip());
        }
        Matcher https = OVER_HTTPS.matcher(message);
        return https.matches()
                ? overHttps(number(https.group(1)), https.group(2).strip())
                : null;
    }

    private static ServiceWords overHttps(int status, String body) {
        try {
            JsonNode json = JSON.readTree(body);
            int code = json.path("errorCode").asInt(status);
            return new ServiceWords(
                    code / CODES_PER_STATUS == status ? code : status,
                    json.path("message").asText(""));
        } catch (JsonProcessingException e) {
            return new ServiceWords(status, "");
        }
    }

    private static int number(String digits) {
        return "null".equals(digits) ? 0 : Integer.parseInt(digits);
    }

    /** The HTTP status that the code stands for; 0 when there was none. */
    int status() {
        return code < CODES_PER_STATUS ? code : code / CODES_PER_STATUS;
    }

    /** For a person: code and words. */
    String text() {
        String said =
                message.isBlank() || "null".equals(message.toLowerCase(Locale.ROOT)) ? "no further words" : message;
        return code == 0 ? said : code + " " + said;
    }
}
