/** What every transport gives to the operations behind it: who is at the other end, a way to answer later, a way to hang up. */
@NullMarked
package dev.caravan.emulator.wire;

import org.jspecify.annotations.NullMarked;
