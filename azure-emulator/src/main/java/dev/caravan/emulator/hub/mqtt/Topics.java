package dev.caravan.emulator.hub.mqtt;

import java.util.Optional;

/** The topics of one device, as documented. */
record Topics(String deviceId) {

    static final String TWIN_ANSWERS = "$iothub/twin/res/#";
    static final String DESIRED = "$iothub/twin/PATCH/properties/desired/#";
    static final String METHODS = "$iothub/methods/POST/#";

    private static final String METHOD_ANSWER = "$iothub/methods/res/";
    private static final String TWIN_GET = "$iothub/twin/GET/";
    private static final String REPORTED = "$iothub/twin/PATCH/properties/reported/";

    String cloudMessages() {
        return "devices/" + deviceId + "/messages/devicebound/#";
    }

    String cloudMessage(String bag) {
        return "devices/" + deviceId + "/messages/devicebound/" + bag;
    }

    String cloudAddress() {
        return "/devices/" + deviceId + "/messages/devicebound";
    }

    /** The property bag of a telemetry topic; empty for any other topic. */
    Optional<String> telemetryBag(String topic) {
        var events = "devices/" + deviceId + "/messages/events/";
        if (topic.equals(events.substring(0, events.length() - 1))) {
            return Optional.of("");
        }
        return topic.startsWith(events) ? Optional.of(topic.substring(events.length())) : Optional.empty();
    }

    static boolean isTwinGet(String topic) {
        return topic.startsWith(TWIN_GET);
    }

    static boolean isReported(String topic) {
        return topic.startsWith(REPORTED);
    }

    static boolean isMethodAnswer(String topic) {
        return topic.startsWith(METHOD_ANSWER);
    }

    static String method(String name, String requestId) {
        return "$iothub/methods/POST/" + name + "/?$rid=" + requestId;
    }

    /** The status in {@code $iothub/methods/res/{status}/?$rid=…}; empty when it is no number. */
    static Optional<Integer> methodStatus(String topic) {
        var end = topic.indexOf('/', METHOD_ANSWER.length());
        try {
            return end < 0
                    ? Optional.empty()
                    : Optional.of(Integer.valueOf(topic.substring(METHOD_ANSWER.length(), end)));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    /** The request id in a twin or method topic; any string, empty when it is not there. */
    static String requestId(String topic) {
        var question = topic.indexOf('?');
        for (var part : topic.substring(question + 1).split("&")) {
            if (part.startsWith("$rid=")) {
                return part.substring("$rid=".length());
            }
        }
        return "";
    }

    static String twinAnswer(int status, String requestId) {
        return "$iothub/twin/res/" + status + "/?$rid=" + requestId;
    }

    static String desiredChange(int version) {
        return "$iothub/twin/PATCH/properties/desired/?$version=" + version;
    }
}
