/** A copy of what the hub knows, taken while it works, and the way back from it. */
@NullMarked
package dev.caravan.backup;

import org.jspecify.annotations.NullMarked;
