/** The private key and certificates that prove which device this is: the only code that reads key material. */
@NullMarked
package dev.caravan.device.identity;

import org.jspecify.annotations.NullMarked;
