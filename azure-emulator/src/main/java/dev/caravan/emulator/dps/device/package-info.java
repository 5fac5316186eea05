/** The doors through which devices register. */
@NullMarked
package dev.caravan.emulator.dps.device;

import org.jspecify.annotations.NullMarked;
