/** The boards this gateway hosts, what is known of each, and what survives a restart. */
@NullMarked
package dev.caravan.gateway.board;

import org.jspecify.annotations.NullMarked;
