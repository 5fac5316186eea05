/** The nouns that every other package speaks: a board's GUID, its state, and which state may follow which. */
@NullMarked
package dev.caravan.board;

import org.jspecify.annotations.NullMarked;
