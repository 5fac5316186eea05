/** How long to wait before asking again. */
@NullMarked
package dev.caravan.device.retry;

import org.jspecify.annotations.NullMarked;
