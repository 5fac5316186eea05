/** What the provisioning service answered, kept on disk so that the next boot needs no answer. */
@NullMarked
package dev.caravan.device.assignment;

import org.jspecify.annotations.NullMarked;
