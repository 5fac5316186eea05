package dev.caravan.ledger;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Hubs of one ledger know how many they are. */
interface HubsAtWorkContract extends OnLedger {

    @Test
    default void hubCountsAsLongAsItSaysThatItIsAtWork() {
        var one = new HubsAtWork(ledger().database(), "hub-a");
        var other = new HubsAtWork(ledger().database(), "hub-b");
        assertThat(one.sayAndCount()).isEqualTo(1);
        assertThat(other.sayAndCount()).isEqualTo(2);
        assertThat(one.sayAndCount()).isEqualTo(2);

        pass(Duration.ofSeconds(80));
        assertThat(one.sayAndCount()).isEqualTo(2);
        pass(Duration.ofSeconds(11));

        assertThat(one.sayAndCount()).as("the other is silent").isEqualTo(1);
        assertThat(other.sayAndCount()).as("and comes back").isEqualTo(2);
    }

    @Test
    default void clockThatIsSetBackByAnHourKeepsNoSilentHubForAnHour() {
        var one = new HubsAtWork(ledger().database(), "hub-a");
        new HubsAtWork(ledger().database(), "hub-b").sayAndCount();

        pass(Duration.ofHours(-1));

        assertThat(one.sayAndCount()).isEqualTo(1);
    }

    private void pass(Duration time) {
        ledger().database()
                .writer()
                .sql("UPDATE hub_at_work SET seen_at = seen_at - :time")
                .param("time", time.toMillis())
                .update();
    }
}
