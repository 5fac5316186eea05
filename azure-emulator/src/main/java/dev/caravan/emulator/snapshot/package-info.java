/** The whole state as one JSON document, a thing a line: written and read as a stream, because it may be larger than memory. */
@NullMarked
package dev.caravan.emulator.snapshot;

import org.jspecify.annotations.NullMarked;
