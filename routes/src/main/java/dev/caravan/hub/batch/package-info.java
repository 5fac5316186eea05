/** The two ends of a batch: the file that comes in, and the report that goes out. */
@NullMarked
package dev.caravan.hub.batch;

import org.jspecify.annotations.NullMarked;
