package dev.caravan.preparation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.caravan.access.Role;

import static dev.caravan.preparation.Described.A;
import static dev.caravan.preparation.Described.B;
import static dev.caravan.preparation.Described.board;
import static dev.caravan.preparation.Described.column;
import static dev.caravan.preparation.Described.json;
import static dev.caravan.preparation.Described.metadata;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HubChooserTest {

    private static final HubRule GERMANY =
            new HubRule("germany", List.of(metadata("/location/country", "DE", "AT")), List.of(A), 0);
    private static final HubRule KRONE_X =
            new HubRule("krone-x", List.of(column("consignee", "krone"), column("product", "X-1")), List.of(B), 0);
    private static final HubRule BOTH = new HubRule("both", List.of(), List.of(A, B), 0);

    private final Map<String, Long> tally = new HashMap<>();

    @Test
    void firstRuleOfWhichAllConditionsHoldChooses() {
        var rules = List.of(GERMANY, KRONE_X, BOTH);

        assertThat(chosen(rules, "krone", "X-1", "{'location':{'country':'AT'}}"))
                .isEqualTo(new HubChoice.ByRule(A, "germany"));
        assertThat(chosen(rules, "krone", "X-1", "{'location':{'country':'FR'}}"))
                .isEqualTo(new HubChoice.ByRule(B, "krone-x"));
        assertThat(chosen(rules, "krone", "X-2", "{}")).isEqualTo(new HubChoice.ByRule(A, "both"));
        assertThat(chosen(rules, null, null, "{'location':7}")).isEqualTo(new HubChoice.ByRule(A, "both"));
    }

    @Test
    void hubWithTheFewestBoardsIsTakenAndTheEarlierOfEquals() {
        tally.put(A, 7L);
        assertThat(chosen(List.of(BOTH), null, null, "{}")).isEqualTo(new HubChoice.ByRule(B, "both"));
        tally.put(B, 7L);
        assertThat(chosen(List.of(BOTH), null, null, "{}")).isEqualTo(new HubChoice.ByRule(A, "both"));
    }

    @Test
    void boardStaysOnItsHubWhateverTheLoadSoThatTheSameRequestChangesNothing() {
        tally.put(B, 7L);

        var choice = chooser(List.of(BOTH), Set.of()).choose(Role.OPERATOR, board("krone", null, B), json("{}"), null);

        assertThat(choice).isEqualTo(new HubChoice.ByRule(B, "both"));
    }

    @Test
    void fullHubIsPassedOverAndARuleOfFullHubsToo() {
        var small = new HubRule("small", List.of(), List.of(A, B), 10);
        var rest = new HubRule("rest", List.of(), List.of(A), 0);
        tally.putAll(Map.of(A, 10L, B, 9L));
        assertThat(chosen(List.of(small, rest), null, null, "{}")).isEqualTo(new HubChoice.ByRule(B, "small"));
        tally.put(B, 10L);

        assertThat(chosen(List.of(small, rest), null, null, "{}")).isEqualTo(new HubChoice.ByRule(A, "rest"));
        assertThat(chosen(List.of(small), null, null, "{}")).isInstanceOf(HubChoice.None.class);
    }

    @Test
    void onlyWhoMayOverrideNamesAnotherHubThanTheRules() {
        var chooser = chooser(List.of(GERMANY), Set.of(Role.OPERATOR));
        var german = json("{'location':{'country':'DE'}}");

        assertThat(chooser.choose(Role.OPERATOR, board("krone", null), german, B))
                .isEqualTo(new HubChoice.Named(B));
        assertThat(chooser.choose(Role.MANUFACTURER, board("krone", null), german, A))
                .isEqualTo(new HubChoice.Named(A));
        assertThat(chooser.choose(Role.MANUFACTURER, board("krone", null), json("{}"), B))
                .as("no rule fits: nothing is overridden")
                .isEqualTo(new HubChoice.Named(B));
        assertThat(chooser.choose(Role.MANUFACTURER, board("krone", null), german, B))
                .isInstanceOfSatisfying(HubChoice.None.class, none -> {
                    assertThat(none.why().field()).isEqualTo("/iotHub");
                    assertThat(none.why().rule()).contains("'germany'", A, "manufacturer");
                    assertThat(none.why().value()).isEqualTo(B);
                });
    }

    @Test
    void nobodyWhoChoosesIsAViolation() {
        assertThat(chosen(List.of(), null, null, "{}")).isInstanceOfSatisfying(HubChoice.None.class, none -> assertThat(
                        none.why().rule())
                .contains("is required"));
    }

    @Test
    void ruleThatIsNeverReachedStopsTheStart() {
        assertRefused("rule 'late' is never reached", BOTH, rule("late", column("consignee", "krone")));
        assertRefused("rule 'late' is never reached", GERMANY, rule("late", metadata("/location/country", "DE")));
        assertRefused("two rules 'both'", BOTH, BOTH);
        new HubChoiceSettings(List.of(GERMANY, rule("wider", metadata("/location/country", "DE", "CH"))), Set.of());
        new HubChoiceSettings(List.of(KRONE_X, rule("wider", column("consignee", "krone"))), Set.of());
        new HubChoiceSettings(List.of(new HubRule("first", List.of(), List.of(A), 10), BOTH), Set.of());
    }

    @Test
    void ruleOfAnUnknownHubStopsTheStartAndNamesBoth() {
        assertThatThrownBy(() -> new HubChoiceSettings(List.of(BOTH), Set.of()).requireHubs(List.of(A)))
                .hasMessageContaining("rule 'both' names the hub '" + B + "'")
                .hasMessageContaining("caravan.activation.iot-hubs [" + A + "]");
    }

    private static HubRule rule(String name, Condition when) {
        return new HubRule(name, List.of(when), List.of(A), 0);
    }

    private static void assertRefused(String words, HubRule... rules) {
        assertThatThrownBy(() -> new HubChoiceSettings(List.of(rules), Set.of()))
                .hasMessageContaining(words);
    }

    private HubChoice chosen(List<HubRule> rules, String consignee, String product, String metadata) {
        return chooser(rules, Set.of()).choose(Role.MANUFACTURER, board(consignee, product), json(metadata), null);
    }

    private HubChooser chooser(List<HubRule> rules, Set<Role> override) {
        return new HubChooser(new HubChoiceSettings(rules, override), () -> tally);
    }
}
