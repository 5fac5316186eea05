/** IoT Hubs as devices see them: identities, twins, telemetry and messages over MQTT. */
@NullMarked
package dev.caravan.emulator.hub;

import org.jspecify.annotations.NullMarked;
