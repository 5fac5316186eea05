/** The one command that starts any of the benchmarks. */
@NullMarked
package dev.caravan.benchmark;

import org.jspecify.annotations.NullMarked;
