package dev.caravan.emulator.dps.allocation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class WeightedHashTest {

    private static final LinkedHub ONE = new LinkedHub("one", 1);
    private static final LinkedHub TWO = new LinkedHub("two", 1);
    private static final LinkedHub THREE_TIMES = new LinkedHub("three-times", 3);

    private static String choose(String device, List<LinkedHub> hubs) {
        return WeightedHash.choose(device, hubs).orElseThrow();
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "The policy hashed spreads devices over the hubs in proportion to their weights, and gives the"
                    + " same device the same hub.",
            source = "Learn: how-to-use-allocation-policies")
    void sharesFollowTheWeights() {
        var hubs = List.of(ONE, THREE_TIMES);

        var shares = IntStream.range(0, 10_000)
                .mapToObj(each -> choose("board-" + each, hubs))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(shares.get("one") / 10_000.0).isCloseTo(0.25, within(0.02));
        assertThat(choose("board-1", hubs)).isEqualTo(choose("board-1", hubs));
    }

    @Test
    void hubThatJoinsTakesDevicesButMovesNoneBetweenTheOthers() {
        var before = List.of(ONE, TWO);
        var after = new ArrayList<>(before);
        after.add(THREE_TIMES);

        assertThat(IntStream.range(0, 1_000).mapToObj(each -> "board-" + each))
                .allSatisfy(
                        device -> assertThat(choose(device, after)).isIn(choose(device, before), THREE_TIMES.host()));
    }

    @Test
    void noHubIsNoChoice() {
        assertThat(WeightedHash.choose("board-1", List.of())).isEmpty();
    }

    @Test
    void weightIsFromOneToAThousand() {
        assertThat(new LinkedHub("hub", 1000).weight()).isEqualTo(1000);
        assertThatThrownBy(() -> new LinkedHub("hub", 0)).hasMessageContaining("hub");
        assertThatThrownBy(() -> new LinkedHub("hub", 1001)).hasMessageContaining("1 to 1000");
    }
}
