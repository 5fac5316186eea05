/** How much the emulator slows down what is measured against it, compared with a server that does next to nothing. */
@NullMarked
package dev.caravan.benchmark.emulator;

import org.jspecify.annotations.NullMarked;
