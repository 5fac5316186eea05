package dev.caravan.ledger;

/** A part of the contract, run against the ledger of the subclass. */
interface OnLedger {

    TestLedger ledger();
}
