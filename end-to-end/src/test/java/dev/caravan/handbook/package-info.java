/** The parts of docs/emulator.md that are made or run, so that the page cannot say what is not so. */
package dev.caravan.handbook;
