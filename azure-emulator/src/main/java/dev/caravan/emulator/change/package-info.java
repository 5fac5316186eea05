/** The news that something may be different now, without saying what: whoever waits looks again. */
@NullMarked
package dev.caravan.emulator.change;

import org.jspecify.annotations.NullMarked;
