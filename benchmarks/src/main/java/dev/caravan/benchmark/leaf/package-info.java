/** Leaf certificates and sealing by each JCA provider, beside what openssl does in the same run. */
@NullMarked
package dev.caravan.benchmark.leaf;

import org.jspecify.annotations.NullMarked;
