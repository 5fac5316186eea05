/** One emulated Azure, one hub and one gateway in a folder: their files, their settings, and where each is reached. */
@NullMarked
package dev.caravan.story.plant;

import org.jspecify.annotations.NullMarked;
