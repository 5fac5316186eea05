package dev.caravan.callback;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.callback.Outcome.Failed;
import dev.caravan.callback.Outcome.Gone;
import dev.caravan.callback.Outcome.Taken;

import static dev.caravan.callback.Callbacks.THIS_MACHINE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class CallerTest {

    private final Receiver receiver = Receiver.https();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void closeReceiver() {
        end.countDown();
        receiver.close();
    }

    @Test
    void messageArrivesAsItWasSent() {
        assertThat(post(Callbacks::here, receiver.url())).isEqualTo(new Taken(204));

        assertThat(receiver.messages()).singleElement().satisfies(message -> {
            assertThat(message.method()).isEqualTo("POST");
            assertThat(message.contentType()).isEqualTo("application/cloudevents+json; charset=UTF-8");
            assertThat(message.id()).isEqualTo("e1");
            assertThat(message.text()).isEqualTo("{\"größe\":1}");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 304, 400, 401, 404, 429, 500, 503})
    void onlyAnAnswerOfSuccessIsOne(int status) {
        receiver.answer(status);

        assertThat(post(Callbacks::here, receiver.url()))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.status()).isEqualTo(status));
        assertThat(receiver.messages()).hasSize(1);
    }

    @Test
    void receiverThatIsBusySaysForHowLongInSecondsOrByADate() {
        receiver.answer(message -> new Receiver.Answer(503, "", null, "120"));
        assertThat(post(Callbacks::here, receiver.url()))
                .isEqualTo(new Failed(503, "answered 503", Duration.ofSeconds(120)));

        receiver.answer(message -> new Receiver.Answer(429, "", null, "Thu, 26 Nov 2026 12:01:00 GMT"));
        assertThat(post(Callbacks::here, receiver.url()))
                .isEqualTo(new Failed(429, "answered 429", Duration.ofMillis(59_100)));

        receiver.answer(message -> new Receiver.Answer(500, "", null, "120"));
        assertThat(post(Callbacks::here, receiver.url())).isEqualTo(new Failed(500, "answered 500"));
    }

    @Test
    void goneIsAnOutcomeOfItsOwn() {
        receiver.answer(410);

        assertThat(post(Callbacks::here, receiver.url())).isEqualTo(new Gone(410));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectIsNotFollowedWhereverItLeads(int status) {
        try (var other = Receiver.https()) {
            receiver.answer(message -> new Receiver.Answer(status, "", other.url()));

            assertThat(post(Callbacks::here, receiver.url()))
                    .isEqualTo(new Failed(status, "answered " + status + "; redirects are not followed"));

            assertThat(other.messages()).isEmpty();
            assertThat(receiver.messages()).hasSize(1);
        }
    }

    @Test
    void nameThatNowLeadsInsideIsNotCalledAnyMore() throws Exception {
        var answers = new ArrayDeque<>(List.of("127.0.0.1", "10.0.0.1", "169.254.169.254"));

        try (var caller = Callbacks.caller(Callbacks.settings(THIS_MACHINE), host -> next(answers), receiver)) {
            // After this answer the connection is not kept: the next call has to look the name up anew.
            receiver.answer(message -> new Receiver.Answer(500, "x".repeat(70_000), null));
            assertThat(post(caller, receiver.url()))
                    .isEqualTo(new Failed(500, "answered 500 with more than 65536 bytes"));
            assertThat(post(caller, receiver.url())).isEqualTo(forbidden());
            assertThat(post(caller, receiver.url())).isEqualTo(forbidden());
        }
        assertThat(receiver.messages()).hasSize(1);
    }

    /** With a second look-up, a name server could show one address to be judged and another to be called. */
    @Test
    void addressThatWasJudgedIsTheOneThatIsCalled() {
        var answers = new ArrayDeque<>(List.of("127.0.0.1"));

        assertThat(post(host -> next(answers), receiver.url())).isEqualTo(new Taken(204));

        assertThat(answers).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "127.1", "localhost"})
    void addressInTheUrlIsJudgedToo(String host) {
        var lookUps = new AtomicInteger();
        var outcome = post(
                List.of(),
                name -> {
                    lookUps.incrementAndGet();
                    return InetAddress.getAllByName(name);
                },
                "https://" + host + ":" + receiver.port());

        assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.words())
                .containsAnyOf("is not public and the hub may not call it", "must have a host name"));
        assertThat(lookUps.get()).isLessThanOrEqualTo(1);
        assertThat(receiver.messages()).isEmpty();
    }

    @Test
    void certificateMustBeTrustedAndOfThatName() throws Exception {
        var settings = Callbacks.settings(THIS_MACHINE);
        var url = "https://another.example:" + receiver.port();

        assertThat(post(Callbacks::here, url)).isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.words())
                .startsWith("TLS: "));
        try (var strict = new Caller(
                settings,
                new Targets(settings, Callbacks::here),
                SSLContext.getDefault(),
                Proxy.NO_PROXY,
                Callbacks.NOON)) {
            assertThat(post(strict, receiver.url()))
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.words()).startsWith("TLS: "));
        }
        assertThat(receiver.messages()).isEmpty();
    }

    @Test
    void answerThatDoesNotEndInTimeIsNone() {
        receiver.answer(message -> {
            await(end);
            return new Receiver.Answer(204, "", null);
        });

        assertThat(post(Duration.ofMillis(200), receiver.url()))
                .isEqualTo(new Failed(null, "no whole answer within 200 ms"));
    }

    /** Each read is quick, so that no time-out of a single read ends it. */
    @Test
    void receiverThatSendsDropByDropIsLeftInTime() throws Exception {
        try (var drops = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var thread = new Thread(() -> drip(drops));
            thread.setDaemon(true);
            thread.start();
            var began = System.nanoTime();

            assertThat(post(Duration.ofMillis(400), "http://127.0.0.1:" + drops.getLocalPort()))
                    .isEqualTo(new Failed(null, "no whole answer within 400 ms"));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void answerWithoutEndIsNotReadToIt() {
        receiver.answer(message -> new Receiver.Answer(200, "x".repeat(65_537), null));
        assertThat(post(Callbacks::here, receiver.url()))
                .isEqualTo(new Failed(200, "answered 200 with more than 65536 bytes"));

        receiver.answer(message -> new Receiver.Answer(200, "x".repeat(65_536), null));
        assertThat(post(Callbacks::here, receiver.url())).isEqualTo(new Taken(200));
    }

    @Test
    void nobodyThereIsAFailureInWords() {
        receiver.close();

        assertThat(post(Callbacks::here, receiver.url()))
                .isEqualTo(new Failed(null, "no connection, or it broke: HttpHostConnectException"));
        assertThat(post(
                        host -> {
                            throw new UnknownHostException(host);
                        },
                        receiver.url()))
                .isEqualTo(new Failed(null, "the host name is unknown"));
    }

    @Test
    void programOnThisMachineIsCalledWithoutTlsWhereThatIsAllowed() {
        try (var plain = Receiver.http()) {
            var url = "http://127.0.0.1:" + plain.port() + "/";

            assertThat(post(Callbacks::here, url)).isEqualTo(new Taken(204));
            assertThat(post(List.of(), InetAddress::getAllByName, url))
                    .isEqualTo(new Failed(null, "the URL must begin with https://"));
            assertThat(plain.messages()).hasSize(1);
        }
    }

    private Outcome post(Targets.Resolver names, String url) {
        return post(THIS_MACHINE, names, url);
    }

    private Outcome post(List<String> networks, Targets.Resolver names, String url) {
        try (var caller = Callbacks.caller(Callbacks.settings(networks), names, receiver)) {
            return post(caller, url);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Outcome post(Duration total, String url) {
        try (var caller = Callbacks.caller(Callbacks.settings(THIS_MACHINE, total), Callbacks::here, receiver)) {
            return post(caller, url);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Outcome post(Caller caller, String url) {
        return caller.post(url, CloudEvent.MEDIA_TYPE, Map.of("webhook-id", "e1"), "{\"größe\":1}".getBytes(UTF_8));
    }

    private static Failed forbidden() {
        return new Failed(
                null,
                "an address of erp.example is not public and the hub may not call it"
                        + " (caravan.callback.allowed-networks)");
    }

    private static InetAddress[] next(Queue<String> answers) throws UnknownHostException {
        return new InetAddress[] {InetAddress.getByName(answers.remove())};
    }

    private void drip(ServerSocket drops) {
        try (var socket = drops.accept()) {
            for (var letter : ("HTTP/1.1 200 OK\r\nx: " + "y".repeat(10_000)).getBytes(UTF_8)) {
                socket.getOutputStream().write(letter);
                socket.getOutputStream().flush();
                if (end.await(20, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (IOException leftByTheCaller) {
            return;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
