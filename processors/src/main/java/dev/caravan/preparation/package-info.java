/** What a caller asks for becomes an activation: metadata is checked by its schema and put into the twin, rules choose the hub. */
@NullMarked
package dev.caravan.preparation;

import org.jspecify.annotations.NullMarked;
