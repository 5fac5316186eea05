/** One Device Provisioning Service as the rest of the emulator holds it: put together here, taken apart below. */
@NullMarked
package dev.caravan.emulator.dps;

import org.jspecify.annotations.NullMarked;
