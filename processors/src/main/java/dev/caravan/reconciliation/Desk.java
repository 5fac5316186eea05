package dev.caravan.reconciliation;

import dev.caravan.ledger.Comparison;
import dev.caravan.ledger.DpsRuns;
import dev.caravan.ledger.Findings;

/** What a run works with. */
record Desk(
        DpsRuns runs,
        Findings findings,
        Comparison comparison,
        Pages pages,
        CloserLook closerLook,
        Mending mending,
        Alarms alarms,
        ReconciliationSettings settings) {}
