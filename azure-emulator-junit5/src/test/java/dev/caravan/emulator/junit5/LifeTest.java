package dev.caravan.emulator.junit5;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.HttpsURLConnection;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/** Test classes run inside a test, as a build would run them. */
class LifeTest {

    /** What the classes below were given, in the order of their tests. */
    private static final List<EmulatedAzure> SEEN = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    private static EngineExecutionResults run(Class<?>... classes) {
        var kit = EngineTestKit.engine("junit-jupiter");
        for (var each : classes) {
            kit.selectors(selectClass(each));
        }
        var results = kit.execute();
        results.testEvents().assertStatistics(counts -> counts.failed(0).aborted(0));
        return results;
    }

    @AzureEmulator
    static class Onboard {
        private final EmulatedAzure ofConstructor;

        Onboard(EmulatedAzure azure) {
            ofConstructor = azure;
        }

        @Test
        void one(EmulatedAzure azure) {
            keep(azure);
        }

        @Test
        void two(EmulatedAzure azure) {
            keep(azure);
        }

        private void keep(EmulatedAzure azure) {
            assertThat(azure).isSameAs(ofConstructor);
            assertThat(azure.control().faults()).isEmpty();
            azure.control().addFault("{\"action\":{\"type\":\"status\",\"status\":503}}");
            SEEN.add(azure);
        }
    }

    static class ByParameter {
        @Test
        void one(@AzureEmulator EmulatedAzure azure) {
            assertThat(azure.control().faults()).isEmpty();
            assertThat(leads(azure)).isTrue();
            SEEN.add(azure);
        }
    }

    @AzureEmulator(lifetime = AzureEmulator.Lifetime.CLASS, hubs = "north")
    static class OwnAzure {
        @Test
        void one(EmulatedAzure azure) {
            assertThat(azure.hubs()).extracting(EmulatedHub::host).containsExactly("north.azure-devices.net");
            SEEN.add(azure);
        }

        @Nested
        class Inside {
            @Test
            void two(EmulatedAzure azure) {
                SEEN.add(azure);
            }
        }
    }

    @AzureEmulator(shared = true)
    static class Shared {
        @BeforeAll
        static void enroll(EmulatedAzure azure) {
            azure.control().addFault("{\"idPattern\":\"^x$\",\"action\":{\"type\":\"status\",\"status\":503}}");
        }

        @Test
        void one(EmulatedAzure azure) {
            assertThat(azure.control().faults()).hasSize(1);
            SEEN.add(azure);
        }
    }

    @AzureEmulator(leadsJvm = false)
    static class Aside {
        @Test
        void one(EmulatedAzure azure) {
            assertThat(leads(azure)).isFalse();
            SEEN.add(azure);
        }
    }

    private static boolean leads(EmulatedAzure azure) {
        return ProxySelector.getDefault()
                .select(URI.create("https://" + azure.dps()))
                .contains(azure.httpProxy());
    }

    private static boolean listens(EmulatedAzure azure) {
        try (var socket = new Socket("127.0.0.1", azure.sockets().https().getPort())) {
            return socket.isConnected();
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void classesOfTheSameSettingsFollowEachOtherOnOneEmulatorThatForgetsBetweenTests() {
        run(Onboard.class, ByParameter.class);

        assertThat(SEEN).hasSize(3).containsOnly(SEEN.get(0));
    }

    /** What it gives back is here what another emulator has led to. */
    @Test
    void endOfTheRunClosesTheEmulatorAndGivesTheJvmBack(@AzureEmulator EmulatedAzure outer) {
        assertThat(leads(outer)).isTrue();
        var proxies = ProxySelector.getDefault();
        var sockets = HttpsURLConnection.getDefaultSSLSocketFactory();
        var store = System.getProperty("javax.net.ssl.trustStore");

        run(Onboard.class, OwnAzure.class);

        assertThat(SEEN).noneMatch(LifeTest::listens).noneMatch(azure -> Files.exists(azure.folder()));
        assertThat(ProxySelector.getDefault()).isSameAs(proxies);
        assertThat(HttpsURLConnection.getDefaultSSLSocketFactory()).isSameAs(sockets);
        assertThat(System.getProperty("javax.net.ssl.trustStore")).isEqualTo(store);
    }

    @Test
    void emulatorOfAClassServesItsNestedClassesAndEndsWithIt() {
        run(OwnAzure.class);

        assertThat(SEEN).hasSize(2).containsOnly(SEEN.get(0)).noneMatch(LifeTest::listens);
    }

    @Test
    void sharedEmulatorForgetsNothing() {
        run(Shared.class);

        assertThat(SEEN).hasSize(1);
    }

    @Test
    void emulatorThatLeadsNobodyLeavesTheDefaultsAlone() {
        run(Aside.class);

        assertThat(SEEN).hasSize(1);
    }

    @AzureEmulator
    static class WantsTooMuch {
        @Test
        void policyThatIsNotThere(EmulatedAzure azure) {
            assertThatThrownBy(() -> azure.connectionString("nobody")).hasMessageContaining("policy");
            assertThatThrownBy(() -> azure.hub("south")).hasMessageContaining("plant-a");
            assertThatThrownBy(() -> azure.control().addFault("{}")).hasMessageContaining("400");
        }
    }

    @Test
    void whatIsNotThereIsNamed() {
        run(WantsTooMuch.class);
    }
}
