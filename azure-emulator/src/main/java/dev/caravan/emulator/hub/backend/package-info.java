/** A hub's service REST API over HTTPS: identity registry, twins, queries, direct methods and statistics. */
@NullMarked
package dev.caravan.emulator.hub.backend;

import org.jspecify.annotations.NullMarked;
