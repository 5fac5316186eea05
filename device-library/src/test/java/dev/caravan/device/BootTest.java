package dev.caravan.device;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.caravan.device.assignment.Assignment;
import dev.caravan.device.hub.HubException;
import dev.caravan.device.hub.HubListener;
import dev.caravan.device.identity.DeviceIdentity;
import dev.caravan.device.identity.TestCertificates;
import dev.caravan.device.registration.RegistrationOutcome;
import dev.caravan.device.registration.RegistrationOutcome.Assigned;
import dev.caravan.device.registration.RegistrationOutcome.ComeBackLater;
import dev.caravan.device.registration.RegistrationOutcome.Failed;
import dev.caravan.device.registration.RegistrationOutcome.Refused;
import dev.caravan.device.registration.RegistrationOutcome.Unreachable;
import dev.caravan.device.registration.RegistrationOutcome.WaitingForActivation;
import dev.caravan.device.retry.Backoff;

import static org.assertj.core.api.Assertions.assertThat;

class BootTest {

    private static final RegistrationOutcome ON_A =
            new Assigned("plant-a.azure-devices.net", "press-0042", "initialAssignment");
    private static final RegistrationOutcome ON_B =
            new Assigned("plant-b.azure-devices.net", "press-0042", "deviceDataMigrated");
    private static final DeviceTimes TIMES = new DeviceTimes(
            new Backoff(Duration.ofSeconds(4), Duration.ofMinutes(5)), Duration.ofHours(1), Duration.ofMinutes(20));

    private final DeviceIdentity identity =
            TestCertificates.selfSigned("CN=press-0042").identity();
    private final FakeAzure azure = new FakeAzure();
    private final MemoryStore store = new MemoryStore();
    private final TickingClock clock = new TickingClock();
    private final List<DeviceState> progress = new ArrayList<>();
    private final Boot boot =
            new Boot(identity, new DeviceParts(azure, azure, TIMES, clock, new Random(1)), store, HubListener.DEAF);

    @Test
    void firstBootRegistersKeepsTheAssignmentAndConnects() throws Exception {
        azure.answers(ON_A);

        Verdict verdict = attempt();

        assertThat(verdict.state()).isEqualTo(DeviceState.CONNECTED);
        assertThat(progress).containsExactly(DeviceState.ASSIGNED);
        assertThat(azure.calls).containsExactly("register", "open plant-a.azure-devices.net");
        assertThat(store.load())
                .contains(new Assignment(
                        "plant-a.azure-devices.net",
                        "press-0042",
                        "initialAssignment",
                        identity.thumbprint(),
                        clock.instant()));
    }

    @Test
    void secondBootDoesNotAskTheService() throws Exception {
        keep("plant-a.azure-devices.net", identity.thumbprint());

        assertThat(attempt().state()).isEqualTo(DeviceState.CONNECTED);
        assertThat(azure.calls).containsExactly("open plant-a.azure-devices.net");
    }

    @Test
    void assignmentOfAnotherCertificateIsNotUsed() throws Exception {
        keep("plant-a.azure-devices.net", "OTHER");
        azure.answers(ON_B);

        attempt();

        assertThat(azure.calls).containsExactly("register", "open plant-b.azure-devices.net");
    }

    @Test
    void disabledBoardWaitsLongerEachTimeUpToTheLongest() throws Exception {
        azure.answers(new WaitingForActivation());

        assertThat(pause(attempt())).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(pause(attempt())).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
        for (int i = 0; i < 20; i++) {
            attempt();
        }
        Verdict late = attempt();
        assertThat(late.state()).isEqualTo(DeviceState.WAITING_ACTIVATION);
        assertThat(pause(late)).isBetween(Duration.ofSeconds(150), Duration.ofMinutes(5));
    }

    @Test
    void refusedBoardIsNotAskedForSoon() throws Exception {
        azure.answers(new Refused("401002 Invalid certificate."));

        Verdict verdict = attempt();

        assertThat(verdict.state()).isEqualTo(DeviceState.REFUSED);
        assertThat(verdict.message()).contains("401002 Invalid certificate.");
        assertThat(pause(verdict)).isBetween(Duration.ofMinutes(30), Duration.ofHours(1));
    }

    @Test
    void serviceThatFailsSaysSoInItsOwnWords() throws Exception {
        azure.answers(new Failed("400208 No IoT hub is linked."));

        Verdict verdict = attempt();

        assertThat(verdict.state()).isEqualTo(DeviceState.FAILED);
        assertThat(verdict.message()).contains("400208 No IoT hub is linked.");
        assertThat(pause(verdict)).isGreaterThanOrEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void throttledBoardStaysAwayAsLongAsTheServiceWants() throws Exception {
        azure.answers(new ComeBackLater(clock.instant().plusSeconds(45), "429001 Too many."));

        Verdict verdict = attempt();

        assertThat(verdict.state()).isEqualTo(DeviceState.WAITING_SERVICE);
        assertThat(pause(verdict)).isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void unreachableServiceNamesTheCause() throws Exception {
        azure.answers(new Unreachable("the name x is not known here (DNS)"));

        Verdict verdict = attempt();

        assertThat(verdict.state()).isEqualTo(DeviceState.WAITING_UPLINK);
        assertThat(verdict.message())
                .isEqualTo(
                        "The board waits: the provisioning service cannot be reached; the name x is not known here (DNS).");
    }

    @Test
    void hubThatRefusesIsTakenToTheServiceOnceAndThenSlowly() throws Exception {
        keep("plant-a.azure-devices.net", identity.thumbprint());
        azure.answers(ON_A).hubFails(refusal(), refusal());

        Verdict first = attempt();
        Verdict second = attempt();

        assertThat(first.state()).isEqualTo(DeviceState.DISCONNECTED);
        assertThat(pause(first)).isLessThanOrEqualTo(Duration.ofSeconds(4));
        assertThat(pause(second)).isGreaterThanOrEqualTo(Duration.ofMinutes(30));
        assertThat(azure.calls)
                .containsExactly("open plant-a.azure-devices.net", "register", "open plant-a.azure-devices.net");
    }

    @Test
    void boardThatWasMovedFindsItsNewHub() throws Exception {
        keep("plant-a.azure-devices.net", identity.thumbprint());
        azure.answers(ON_B).hubFails(refusal());
        attempt();

        assertThat(attempt().message()).isEqualTo("The board is connected to plant-b.azure-devices.net.");
        assertThat(store.load()).map(Assignment::hub).contains("plant-b.azure-devices.net");
    }

    @Test
    void boardThatWasDeactivatedForgetsItsHubAndWaits() throws Exception {
        keep("plant-a.azure-devices.net", identity.thumbprint());
        azure.answers(new WaitingForActivation()).hubFails(refusal());
        attempt();

        assertThat(attempt().state()).isEqualTo(DeviceState.WAITING_ACTIVATION);
        assertThat(store.load()).isEmpty();
    }

    @Test
    void doubtInAnAssignmentSurvivesAServiceThatIsAway() throws Exception {
        keep("plant-a.azure-devices.net", identity.thumbprint());
        azure.answers(new Unreachable("x"), ON_B).hubFails(refusal());
        attempt();

        assertThat(attempt().state()).isEqualTo(DeviceState.WAITING_UPLINK);
        assertThat(store.load()).isPresent();
        assertThat(attempt().state()).isEqualTo(DeviceState.CONNECTED);
    }

    @Test
    void silentHubIsTriedAgainWithoutAskingTheServiceUntilPatienceEnds() throws Exception {
        keep("plant-a.azure-devices.net", identity.thumbprint());
        azure.answers(new Unreachable("x")).hubFails(away(), away(), away());

        attempt();
        clock.move(Duration.ofMinutes(20));
        attempt();
        assertThat(azure.calls).doesNotContain("register");
        clock.move(Duration.ofSeconds(1));
        attempt();
        Verdict asked = attempt();
        Verdict back = attempt();

        assertThat(asked.state()).isEqualTo(DeviceState.WAITING_UPLINK);
        assertThat(back.state()).isEqualTo(DeviceState.CONNECTED);
        assertThat(azure.calls.subList(3, 5)).containsExactly("register", "open plant-a.azure-devices.net");
    }

    @Test
    void sessionsCutAtOnceSlowDown() throws Exception {
        keep("plant-a.azure-devices.net", identity.thumbprint());
        Duration last = Duration.ZERO;
        for (int i = 0; i < 4; i++) {
            attempt();
            last = pause(boot.ended(away()));
        }

        assertThat(last).isGreaterThanOrEqualTo(Duration.ofSeconds(16));
    }

    @Test
    void sessionThatLastedIsReopenedSoon() throws Exception {
        keep("plant-a.azure-devices.net", identity.thumbprint());
        for (int i = 0; i < 4; i++) {
            attempt();
            clock.move(Duration.ofMinutes(1));
            assertThat(pause(boot.ended(away()))).isLessThanOrEqualTo(Duration.ofSeconds(4));
        }
    }

    @Test
    void attemptThatBreaksHereIsTriedAgain() throws Exception {
        Verdict verdict = new Boot(
                        identity,
                        new DeviceParts(
                                who -> {
                                    throw new IllegalStateException("no entropy");
                                },
                                azure,
                                TIMES,
                                clock,
                                new Random(1)),
                        store,
                        HubListener.DEAF)
                .attempt(ignored -> {});

        assertThat(verdict.state()).isEqualTo(DeviceState.FAILED);
        assertThat(verdict.message()).contains("no entropy");
        assertThat(pause(verdict)).isLessThanOrEqualTo(Duration.ofSeconds(4));
    }

    private Verdict attempt() throws InterruptedException {
        return boot.attempt(verdict -> progress.add(verdict.state()));
    }

    private static Duration pause(Verdict verdict) {
        return verdict.pause().orElseThrow();
    }

    private void keep(String hub, String thumbprint) {
        store.save(new Assignment(hub, "press-0042", "", thumbprint, clock.instant()));
    }

    private static HubException refusal() {
        return new HubException.Refused("the IoT hub does not accept the device", new IllegalStateException());
    }

    private static HubException away() {
        return new HubException.Unavailable("no answer in time");
    }
}
