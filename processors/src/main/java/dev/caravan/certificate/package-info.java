/** The only code that signs: a root, an issuing authority under it, and one client certificate for each board. */
@NullMarked
package dev.caravan.certificate;

import org.jspecify.annotations.NullMarked;
