/** HTTP/1.1 requests from a socket, with or without TLS, as one call and one answer at a time. */
@NullMarked
package dev.caravan.emulator.wire.http;

import org.jspecify.annotations.NullMarked;
