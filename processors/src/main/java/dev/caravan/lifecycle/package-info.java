/** A board out of service and back, replaced, handed over or gone for good: DPS and IoT Hub in step, closed before anything else. */
@NullMarked
package dev.caravan.lifecycle;

import org.jspecify.annotations.NullMarked;
