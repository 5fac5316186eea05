/** The demo: Caravan's whole story told in a terminal, each step checked against Azure's own state. */
@NullMarked
package dev.caravan.story;

import org.jspecify.annotations.NullMarked;
