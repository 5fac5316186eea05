package dev.caravan.story;

import com.fasterxml.jackson.databind.JsonNode;

import dev.caravan.story.evidence.Documents;

/**
 * A machine that a board was built into, as the machine manufacturer describes it at activation.
 *
 * @param guid of the board
 * @param iotHub host name of the hub that the machine belongs to
 */
record Machine(String guid, String iotHub, String chassis) {

    JsonNode tags() {
        return Documents.parse("""
                {"site": "Plant 4, Brno", "chassis": "%s"}""".formatted(chassis));
    }

    JsonNode desired() {
        return Documents.parse("""
                {"telemetryInterval": 30, "limits": {"temperature": 82.5}}""");
    }

    /** The body of the request for activation. */
    String activation() {
        return """
                {"iotHub": "%s", "tags": %s, "desired": %s}""".formatted(iotHub, tags(), desired());
    }

    /** The first block of the GUID, as people say it. */
    String shortName() {
        return guid.substring(0, 8);
    }
}
