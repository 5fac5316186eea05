/** Placeholder. */
@NullMarked
package dev.caravan.story;

import org.jspecify.annotations.NullMarked;
