/** Placeholder. */
@NullMarked
package dev.caravan.emulator;

import org.jspecify.annotations.NullMarked;
