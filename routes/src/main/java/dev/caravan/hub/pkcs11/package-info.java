/** The look, now and then, at the token with the hub's keys. */
@NullMarked
package dev.caravan.hub.pkcs11;

import org.jspecify.annotations.NullMarked;
