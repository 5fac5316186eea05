/** Lives inside the program under test, loaded by {@code -javaagent}; knows nothing but the JDK and Byte Buddy. */
@NullMarked
package dev.caravan.crash.agent;

import org.jspecify.annotations.NullMarked;
