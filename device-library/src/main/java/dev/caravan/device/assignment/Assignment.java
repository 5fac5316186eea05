package dev.caravan.device.assignment;

import java.time.Instant;

/**
 * Where a device belongs, as the provisioning service said.
 *
 * @param hub host name of the IoT hub
 * @param deviceId the device's id in that hub
 * @param substatus the service's reason, such as {@code initialAssignment}; empty when it gave none
 * @param thumbprint the leaf the hub was told to accept: an assignment of another certificate is worthless
 * @param assignedAt when the answer arrived, by this machine's clock
 */
public record Assignment(String hub, String deviceId, String substatus, String thumbprint, Instant assignedAt) {}
