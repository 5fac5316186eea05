/** Queries walk everything partition by partition, page by page. */
@NullMarked
package dev.caravan.emulator.dps.paging;

import org.jspecify.annotations.NullMarked;
