/** The services' throttles as token buckets: off unless asked for, with the documented limits or with others. */
@NullMarked
package dev.caravan.emulator.quota;

import org.jspecify.annotations.NullMarked;
