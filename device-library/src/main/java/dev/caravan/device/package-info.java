/** One device from power-on to an open hub session: {@link dev.caravan.device.Device} decides what is tried next and when. */
@NullMarked
package dev.caravan.device;

import org.jspecify.annotations.NullMarked;
