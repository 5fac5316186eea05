/** The only code that signs: a root, issuing authorities under it, and one client certificate for each board. */
@NullMarked
package dev.caravan.certificate;

import org.jspecify.annotations.NullMarked;
