/** The way out of the plant to Azure: which proxy, which trust anchors, which TLS. */
@NullMarked
package dev.caravan.device.outbound;

import org.jspecify.annotations.NullMarked;
