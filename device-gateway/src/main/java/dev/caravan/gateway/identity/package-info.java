/** Identity files that come, change and go: each is a board's first boot, a correction or a farewell. */
@NullMarked
package dev.caravan.gateway.identity;

import org.jspecify.annotations.NullMarked;
