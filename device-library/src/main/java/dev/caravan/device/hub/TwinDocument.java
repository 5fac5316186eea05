package dev.caravan.device.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The part of its twin that a device can see; tags are hidden from it.
 *
 * @param desired what the cloud wants, without {@code $version}
 * @param desiredVersion counts the cloud's changes
 * @param reported what the device said last, without {@code $version}
 * @param reportedVersion counts the device's changes
 */
public record TwinDocument(ObjectNode desired, long desiredVersion, ObjectNode reported, long reportedVersion) {}
