/** What becomes of a device that registers: who is admitted, to which hub, and the record of it. */
@NullMarked
package dev.caravan.emulator.dps.registration;

import org.jspecify.annotations.NullMarked;
