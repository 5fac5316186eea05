/** Judges whether the certificates a device presents lead, signature by signature, to one that somebody trusts. */
@NullMarked
package dev.caravan.emulator.dps.chain;

import org.jspecify.annotations.NullMarked;
