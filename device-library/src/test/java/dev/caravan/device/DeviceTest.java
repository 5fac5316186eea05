package dev.caravan.device;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import dev.caravan.device.hub.HubException;
import dev.caravan.device.hub.HubListener;
import dev.caravan.device.hub.HubSession;
import dev.caravan.device.identity.DeviceIdentity;
import dev.caravan.device.identity.TestCertificates;
import dev.caravan.device.registration.Registrar;
import dev.caravan.device.registration.RegistrationOutcome.Assigned;
import dev.caravan.device.registration.RegistrationOutcome.Refused;
import dev.caravan.device.registration.RegistrationOutcome.WaitingForActivation;
import dev.caravan.device.retry.Backoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class DeviceTest {

    private static final Assigned ON_A = new Assigned("plant-a.azure-devices.net", "press-0042", "");
    private static final DeviceTimes QUICK = new DeviceTimes(
            new Backoff(Duration.ofMillis(5), Duration.ofMillis(20)), Duration.ofMillis(20), Duration.ofMinutes(20));
    private static final DeviceTimes SLOW = new DeviceTimes(
            new Backoff(Duration.ofHours(1), Duration.ofHours(1)), Duration.ofHours(2), Duration.ofMinutes(20));

    private final DeviceIdentity identity =
            TestCertificates.selfSigned("CN=press-0042").identity();
    private final FakeAzure azure = new FakeAzure();
    private final List<DeviceState> states = new CopyOnWriteArrayList<>();

    @Test
    void waitingBoardConnectsAfterItsActivationWithoutAnyonesHelp() throws Exception {
        azure.answers(new WaitingForActivation(), new WaitingForActivation(), ON_A);
        try (Devices devices = devices(QUICK)) {
            Device device = start(devices);

            HubSession session = device.connected().get(10, TimeUnit.SECONDS);

            assertThat(device.session()).containsSame(session);
            assertThat(states)
                    .containsExactly(
                            DeviceState.WAITING_ACTIVATION,
                            DeviceState.WAITING_ACTIVATION,
                            DeviceState.ASSIGNED,
                            DeviceState.CONNECTED);
        }
    }

    @Test
    void lostSessionIsReplacedByANewOne() throws Exception {
        azure.answers(ON_A);
        try (Devices devices = devices(QUICK)) {
            Device device = start(devices);
            device.connected().get(10, TimeUnit.SECONDS);

            azure.sessions.get(0).ended.complete(new HubException.Unavailable("cut"));

            await().until(() -> azure.sessions.size() == 2 && device.session().isPresent());
            assertThat(azure.sessions.get(0).closed).isTrue();
            assertThat(azure.calls).containsOnlyOnce("register");
            assertThat(states).endsWith(DeviceState.DISCONNECTED, DeviceState.CONNECTED);
        }
    }

    @Test
    void someoneAtTheMachineBringsTheNextAttemptForwardButNotInALoop() {
        TickingClock clock = new TickingClock();
        azure.answers(new WaitingForActivation());
        try (Devices devices = new Devices(new DeviceParts(azure, azure, SLOW, clock, new Random(1)), 1)) {
            Device device = start(devices);
            await().until(() -> device.status().nextAttempt().isPresent());

            assertThat(device.tryNow()).isFalse();
            clock.move(Duration.ofHours(1));
            assertThat(device.tryNow()).isTrue();

            await().until(() -> device.status().nextAttempt().isPresent());
            assertThat(azure.calls).containsExactly("register", "register");
            assertThat(device.tryNow()).isFalse();
        }
    }

    @Test
    void keptRefusalIsNotAskedAgainBeforeItsTime() {
        azure.answers(ON_A);
        DeviceStatus kept = new DeviceStatus(
                DeviceState.REFUSED,
                Clock.systemUTC().instant(),
                "refused",
                Optional.of(Clock.systemUTC().instant().plusSeconds(3600)),
                Optional.empty());
        try (Devices devices = devices(QUICK)) {
            Device refused = devices.resume(identity, new MemoryStore(), HubListener.DEAF, kept, ignored -> {});
            Device other = start(devices);
            await().until(() -> other.session().isPresent());

            assertThat(refused.status()).isEqualTo(kept);
            assertThat(azure.calls).containsOnlyOnce("register");
        }
    }

    @Test
    void refusedBoardKeepsTheInstantItWasFirstRefused() {
        azure.answers(new Refused("401002"));
        List<Instant> since = new CopyOnWriteArrayList<>();
        try (Devices devices = devices(QUICK)) {
            devices.start(identity, new MemoryStore(), HubListener.DEAF, status -> since.add(status.since()));

            await().until(() -> since.size() >= 3);

            assertThat(since).containsOnly(since.get(0));
        }
    }

    @Test
    void closingEndsTheSessionAndTheWaiting() throws Exception {
        azure.answers(ON_A);
        Devices devices = devices(QUICK);
        Device open = start(devices);
        open.connected().get(10, TimeUnit.SECONDS);

        devices.close();

        assertThat(azure.sessions.get(0).closed).isTrue();
        assertThat(open.tryNow()).isFalse();
    }

    @Test
    void closingInterruptsARegistrationUnderWay() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Registrar hanging = ignored -> {
            started.countDown();
            try {
                return new CountDownLatch(1).await(1, TimeUnit.HOURS) ? ON_A : ON_A;
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        };
        try (Devices devices =
                new Devices(new DeviceParts(hanging, azure, QUICK, Clock.systemUTC(), new Random(1)), 1)) {
            Device device = start(devices);
            started.await();

            devices.stop(device);

            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> device.connected().get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(CancellationException.class);
        }
    }

    @Test
    void hundredWaitingBoardsOccupyNoMoreThreadsThanTwo() {
        azure.answers(new WaitingForActivation());
        try (Devices devices = new Devices(new DeviceParts(azure, azure, SLOW, Clock.systemUTC(), new Random(1)), 1)) {
            for (int i = 0; i < 100; i++) {
                start(devices);
            }
            await().until(() -> states.size() == 100);

            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .map(Thread::getName)
                            .filter(name -> name.startsWith("device-")))
                    .hasSizeLessThanOrEqualTo(2);
        }
    }

    private Devices devices(DeviceTimes times) {
        return new Devices(new DeviceParts(azure, azure, times, Clock.systemUTC(), new Random(1)), 2);
    }

    private Device start(Devices devices) {
        return devices.start(identity, new MemoryStore(), HubListener.DEAF, status -> states.add(status.state()));
    }
}
