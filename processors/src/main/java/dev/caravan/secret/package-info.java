/** Where a password or PIN is read from: a file of its own or the environment, and never the command line. */
@NullMarked
package dev.caravan.secret;

import org.jspecify.annotations.NullMarked;
