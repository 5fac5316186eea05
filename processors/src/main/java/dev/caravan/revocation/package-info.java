/** Certificates that nobody should accept any more, published as one signed list for each issuing authority. */
@NullMarked
package dev.caravan.revocation;

import org.jspecify.annotations.NullMarked;
