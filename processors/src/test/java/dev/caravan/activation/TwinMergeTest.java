package dev.caravan.activation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TwinMergeTest {

    @Test
    void whatTheActivationHadAndHasNotAnyMoreIsRemovedAndNothingElse() {
        var patch =
                TwinMerge.between(json("{'a':1,'gone':2,'in':{'x':1,'gone':2}}"), json("{'a':3,'in':{'x':1,'y':5}}"));

        assertThat(patch).isEqualTo(json("{'a':3,'in':{'x':1,'y':5,'gone':null},'gone':null}"));
    }

    @Test
    void twinThatHoldsItAllHoldsWhatOthersHavePutThereToo() {
        var patch = json("{'a':30,'in':{'x':1},'gone':null}");

        assertThat(TwinMerge.holds(json("{'a':30.0,'in':{'x':1,'theirs':2},'theirs':{}}"), patch))
                .isTrue();
        assertThat(TwinMerge.holds(json("{'a':30,'in':{'x':2}}"), patch)).isFalse();
        assertThat(TwinMerge.holds(json("{'a':30,'in':{'x':1},'gone':2}"), patch))
                .isFalse();
        assertThat(TwinMerge.holds(json("{'a':30,'in':7}"), patch)).isFalse();
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }
}
