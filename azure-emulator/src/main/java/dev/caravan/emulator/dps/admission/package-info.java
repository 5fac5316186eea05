/** Finds the enrollment that admits a device, by what the device proves: a certificate, a chain, or a key. */
@NullMarked
package dev.caravan.emulator.dps.admission;

import org.jspecify.annotations.NullMarked;
