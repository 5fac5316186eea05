/** Who may do what: principals, their roles and reach, and the rules for each operation. */
@NullMarked
package dev.caravan.access;

import org.jspecify.annotations.NullMarked;
