/** Tokens of issuers that the configuration names: which are good, and whom each makes to the hub. */
@NullMarked
package dev.caravan.hub.token;

import org.jspecify.annotations.NullMarked;
