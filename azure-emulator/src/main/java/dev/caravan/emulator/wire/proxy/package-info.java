/** One port that speaks SOCKS5 and HTTP CONNECT and leads the Azure host names to the emulator's own ports. */
@NullMarked
package dev.caravan.emulator.wire.proxy;

import org.jspecify.annotations.NullMarked;
