/** Who may do what at a hub: shared access policies with their keys, and the authorities that vouch for devices. */
@NullMarked
package dev.caravan.emulator.hub.access;

import org.jspecify.annotations.NullMarked;
