/** A line operator's CSV file: judged as a whole, then row by row, and answered with a report of one line for each row. */
@NullMarked
package dev.caravan.batch;

import org.jspecify.annotations.NullMarked;
