/** Lives inside the program under test, loaded by {@code -javaagent}; knows nothing but the JDK. */
@NullMarked
package dev.caravan.crash.agent;

import org.jspecify.annotations.NullMarked;
