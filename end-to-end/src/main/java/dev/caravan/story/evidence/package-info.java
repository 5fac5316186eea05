/** What can be held against the programs' own word: delivered files, Azure's stored state, and the sheet that went in. */
@NullMarked
package dev.caravan.story.evidence;

import org.jspecify.annotations.NullMarked;
