/** Who may activate what, with which metadata, on which hub: from a request to an enabled enrollment. */
@NullMarked
package dev.caravan.activation;

import org.jspecify.annotations.NullMarked;
