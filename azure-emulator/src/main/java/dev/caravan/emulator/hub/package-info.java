/** IoT Hubs without any transport: identities, twins, telemetry, and messages and methods for devices. */
@NullMarked
package dev.caravan.emulator.hub;

import org.jspecify.annotations.NullMarked;
