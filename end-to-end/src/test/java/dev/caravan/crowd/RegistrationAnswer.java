package dev.caravan.crowd;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What DPS says in the end.
 *
 * @param status of the topic
 * @param outcome of the registration, or the error code
 * @param hub empty when there is none
 * @param deviceId empty when there is none
 */
record RegistrationAnswer(int status, String outcome, String hub, String deviceId) {

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;

    static RegistrationAnswer assigned(String hub, String deviceId) {
        return new RegistrationAnswer(OK, "assigned", hub, deviceId);
    }

    static RegistrationAnswer disabled() {
        return new RegistrationAnswer(OK, "disabled", "", "");
    }

    static RegistrationAnswer refused() {
        return new RegistrationAnswer(UNAUTHORIZED, "401002", "", "");
    }

    static RegistrationAnswer read(int status, JsonNode body) {
        var state = body.path("registrationState");
        var outcome = body.path("status").asText(body.path("errorCode").asText());
        return new RegistrationAnswer(
                status,
                outcome,
                state.path("assignedHub").asText(),
                outcome.equals("assigned") ? state.path("deviceId").asText() : "");
    }
}
