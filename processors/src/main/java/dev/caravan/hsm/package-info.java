/** Keys that never leave a PKCS#11 token: the token's own library runs in a process beside the hub, and is started anew. */
@NullMarked
package dev.caravan.hsm;

import org.jspecify.annotations.NullMarked;
