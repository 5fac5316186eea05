/** The one JSON mapper: trees in, trees out, decimals kept as they were written. */
@NullMarked
package dev.caravan.emulator.json;

import org.jspecify.annotations.NullMarked;
