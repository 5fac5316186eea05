/** Decides which of the linked hubs a device goes to, by every policy an enrollment can name. */
@NullMarked
package dev.caravan.emulator.dps.allocation;

import org.jspecify.annotations.NullMarked;
