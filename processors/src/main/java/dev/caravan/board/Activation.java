package dev.caravan.board;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a machine manufacturer decides about a board: its IoT Hub and its initial device twin.
 *
 * @param iotHub host name of the hub, e.g. {@code plant-a.azure-devices.net}
 * @param tags twin tags, seen by the service only
 * @param desired desired properties, seen by the board
 */
public record Activation(String iotHub, ObjectNode tags, ObjectNode desired) {}
