/** Packaged programs as child processes: started, waited for, stopped and killed, without ever sleeping. */
@NullMarked
package dev.caravan.story.process;

import org.jspecify.annotations.NullMarked;
