package dev.caravan.ledger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every database under the ledger must do alike; one subclass a database. */
abstract class LedgerContract
        implements BatchContract,
                AcceptanceContract,
                ClaimContract,
                ReadingContract,
                TransitionContract,
                ActivationContract,
                LifecycleContract,
                ReadContract,
                ListContract,
                RetryContract,
                ProgressContract,
                ManyWritersContract,
                AdoptionContract,
                DpsRunContract,
                TrailContract,
                SubscriptionContract,
                StandingContract,
                PickupContract,
                AssignmentContract,
                FirstBootContract,
                RequestKeyContract,
                ActivationJobContract,
                ReachContract,
                HubsAtWorkContract,
                LocalUserContract,
                AccessKeyContract {

    private TestLedger ledger;

    /** An empty ledger with its schema in place. */
    abstract TestLedger open();

    @BeforeEach
    void openLedger() {
        ledger = open();
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    @Override
    public TestLedger ledger() {
        return ledger;
    }
}
