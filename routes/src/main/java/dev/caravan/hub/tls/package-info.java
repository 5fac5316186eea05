/** The hub's server certificate: read, checked, and read again when its files change. */
@NullMarked
package dev.caravan.hub.tls;

import org.jspecify.annotations.NullMarked;
