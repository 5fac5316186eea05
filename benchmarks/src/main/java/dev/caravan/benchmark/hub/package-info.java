/** The whole hub, from the file in the inbox to the report, beside what vendor samples do. */
@NullMarked
package dev.caravan.benchmark.hub;

import org.jspecify.annotations.NullMarked;
