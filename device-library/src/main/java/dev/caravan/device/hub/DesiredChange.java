package dev.caravan.device.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A change of desired properties while connected. Changes made while the device was away are not repeated: read the twin after
 * each connect.
 *
 * @param patch only what changed; null values were deleted
 * @param version the desired version after the change
 */
public record DesiredChange(ObjectNode patch, long version) {}
