/** The packaged programs as processes, over the wire: what must be true of all of them together. */
@org.jspecify.annotations.NullMarked
package dev.caravan.story;
