/** An open connection to an IoT hub as one device: telemetry out, twin both ways, cloud messages in. */
@NullMarked
package dev.caravan.device.hub;

import org.jspecify.annotations.NullMarked;
