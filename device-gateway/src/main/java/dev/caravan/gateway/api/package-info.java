/** The HTTP side: what an installer's tool or a machine's software asks, and the sentences it gets back. */
@NullMarked
package dev.caravan.gateway.api;

import org.jspecify.annotations.NullMarked;
