/** Who may speak for which board: bearer tokens in owner-only files. */
@NullMarked
package dev.caravan.gateway.access;

import org.jspecify.annotations.NullMarked;
