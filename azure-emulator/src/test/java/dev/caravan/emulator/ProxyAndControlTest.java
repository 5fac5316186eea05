package dev.caravan.emulator;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The two helper ports by their bytes. */
class ProxyAndControlTest {

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private static Socket proxy() throws IOException {
        var socket = new Socket("127.0.0.1", EMULATOR.endpoints().socks().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** The reply code of RFC 1928: 0 granted, 2 not allowed. */
    private static int socks(String host, int port) throws IOException {
        try (var socket = proxy()) {
            var out = socket.getOutputStream();
            var in = new DataInputStream(socket.getInputStream());
            out.write(new byte[] {5, 1, 0});
            assertThat(in.readUnsignedShort()).isEqualTo(0x0500);
            out.write(new byte[] {5, 1, 0, 3, (byte) host.length()});
            out.write(host.getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[] {(byte) (port >> 8), (byte) port});
            in.readUnsignedByte();
            return in.readUnsignedByte();
        }
    }

    private static String connect(String line) throws IOException {
        try (var socket = proxy()) {
            socket.getOutputStream().write((line + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            var answer = new byte[12];
            new DataInputStream(socket.getInputStream()).readFully(answer);
            return new String(answer, 9, 3, StandardCharsets.US_ASCII);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "caravan-dps.azure-devices-provisioning.net,443,0,200",
        "Global.Azure-Devices-Provisioning.net,8883,0,200",
        "plant-b.azure-devices.net,8883,0,200",
        "plant-z.azure-devices.net,8883,2,403",
        "plant-a.azure-devices.net,22,2,403",
        "127.0.0.1,443,2,403",
        "example.org,443,2,403"
    })
    void onlyTheKnownNamesAreReachable(String host, int port, int socks, String connect) throws IOException {
        assertThat(socks(host, port)).isEqualTo(socks);
        assertThat(connect("CONNECT " + host + ":" + port)).isEqualTo(connect);
    }

    @Test
    void proxyTakesNoOtherMethodThanConnect() throws IOException {
        assertThat(connect("GET http://plant-a.azure-devices.net/")).isEqualTo("405");
    }

    @Test
    void resetForgetsStateFaultsQuotaAndHistory() {
        var azure = AzureHttp.anonymous(EMULATOR);
        azure.service("GET", "/enrollments/board-1?" + AzureHttp.VERSION, "");
        EMULATOR.control("PUT", "/quota", "{\"perMinute\":1}");
        EMULATOR.control("POST", "/faults", "{\"operation\":\"*\",\"action\":{\"type\":\"status\",\"status\":503}}");

        EMULATOR.control("POST", "/reset", "");

        assertThat(EMULATOR.control("GET", "/requests", "")).isEmpty();
        assertThat(EMULATOR.control("GET", "/faults", "")).isEmpty();
        assertThat(azure.service("GET", "/enrollments/board-1?" + AzureHttp.VERSION, "")
                        .status())
                .isEqualTo(404);
        assertThat(azure.service("GET", "/enrollments/board-1?" + AzureHttp.VERSION, "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void historyTellsWhoDidWhatAndHowItEnded() {
        var azure = AzureHttp.anonymous(EMULATOR);
        var fault = EMULATOR.control(
                "POST",
                "/faults",
                "{\"operation\":\"getEnrollment\",\"times\":1,\"action\":{\"type\":\"status\",\"status\":503,\"retryAfterSeconds\":7}}");
        var refused = azure.service("GET", "/enrollments/board-1?" + AzureHttp.VERSION, "");
        azure.service("GET", "/enrollments/board-1?" + AzureHttp.VERSION, "");
        azure.service("DELETE", "/registrations/board-1?" + AzureHttp.VERSION, "");

        var gets = EMULATOR.control("GET", "/requests?operation=getEnrollment", "");
        var last = EMULATOR.control("GET", "/requests?limit=1", "");

        assertThat(refused.header("Retry-After")).isEqualTo("7");
        assertThat(gets).hasSize(2);
        assertThat(gets.at("/0/status").asInt()).isEqualTo(503);
        assertThat(gets.at("/0/fault").asText()).isEqualTo(fault.path("id").asText());
        assertThat(gets.at("/1/status").asInt()).isEqualTo(404);
        assertThat(gets.at("/1/fault").isNull()).isTrue();
        assertThat(gets.at("/1/principal").asText()).isEqualTo("provisioningserviceowner");
        assertThat(last.at("/0/operation").asText()).isEqualTo("deleteRegistration");
        assertThat(last.at("/0/number").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/faults,{},400",
        "PUT,/quota,{},400",
        "GET,/requests?limit=x,'',400",
        "DELETE,/faults/f9,'',404",
        "GET,/state/hubs/plant-z/telemetry,'',404",
        "GET,/state/hubs/plant-a/devices/nobody,'',404",
        "POST,/hubs/plant-a/devices/nobody/messages,hello,404",
        "PUT,/health,'',405",
        "GET,/health,'',200",
        "GET,/nothing,'',404",
        "GET,/state/enrollments/%zz,'',400"
    })
    void controlAnswersPlainly(String method, String path, String body, int status) throws IOException {
        try (var socket = new Socket(
                "127.0.0.1", URI.create(EMULATOR.endpoints().control()).getPort())) {
            socket.setSoTimeout(10_000);
            var request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = new byte[12];
            new DataInputStream(socket.getInputStream()).readFully(answer);

            assertThat(new String(answer, 9, 3, StandardCharsets.US_ASCII)).isEqualTo(String.valueOf(status));
        }
    }
}
