/** Batch files that people drop on an SFTP server: fetched, taken as those of the inbox, and answered where they were dropped. */
@NullMarked
package dev.caravan.sftp;

import org.jspecify.annotations.NullMarked;
