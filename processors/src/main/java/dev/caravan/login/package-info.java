/** How people come in with a name and a password: hashes, first passwords, locks, and no hint at which names there are. */
@NullMarked
package dev.caravan.login;

import org.jspecify.annotations.NullMarked;
