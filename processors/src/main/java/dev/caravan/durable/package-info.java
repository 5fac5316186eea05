/** Files that are still there, whole, after a power cut: write, fsync, rename, fsync the folder. */
@NullMarked
package dev.caravan.durable;

import org.jspecify.annotations.NullMarked;
