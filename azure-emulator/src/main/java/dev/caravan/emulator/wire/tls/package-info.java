/** The emulator's certificate authority, its server certificate, and client certificates that are asked for and never judged. */
@NullMarked
package dev.caravan.emulator.wire.tls;

import org.jspecify.annotations.NullMarked;
