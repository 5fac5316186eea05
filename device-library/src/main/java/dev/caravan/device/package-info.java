/** Placeholder. */
@NullMarked
package dev.caravan.device;

import org.jspecify.annotations.NullMarked;
