/** Enrollment over Secure Transport (RFC 7030): boards of a batch that ask for their certificate themselves, later. */
@NullMarked
package dev.caravan.est;

import org.jspecify.annotations.NullMarked;
