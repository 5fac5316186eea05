/** A batch as the operator sees it: the file that comes in, how far it is, and the report that goes out. */
@NullMarked
package dev.caravan.hub.batch;

import org.jspecify.annotations.NullMarked;
