/** What the tests say about how true the emulator is to the real services, and the page made from it. */
package dev.caravan.emulator.fidelity;
