package dev.caravan.callback;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TargetsTest {

    private final Targets targets = targets(List.of(), List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.0.0.1",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.1",
                "127.1",
                "2130706433",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "[::1]",
                "::10.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:8.8.8.8%1",
                "64:ff9b::a00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:a00:1::",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void addressThatIsNotPublicMayNotBeCalled(String address) {
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> targets.addresses(address))
                .isInstanceOfAny(ForbiddenTargetException.class, UnknownHostException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "169.253.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "2001:200::1",
                "2606:4700::1111",
                "2a00:1450::1"
            })
    void publicAddressMayBeCalledJustPastTheEdgesToo(String address) throws Exception {
        assertThat(targets.addresses(address)).hasSize(1);
    }

    @Test
    void nameIsJudgedByAllItsAddressesAndTheAnswerNamesNone() {
        var both = new InetAddress[] {address("8.8.8.8"), address("10.11.12.13")};

        assertThatExceptionOfType(ForbiddenTargetException.class)
                .isThrownBy(() -> new Targets(Callbacks.settings(List.of()), host -> both).addresses("erp.example"))
                .withMessage("an address of erp.example is not public and the hub may not call it"
                        + " (caravan.callback.allowed-networks)");
    }

    @Test
    void networkThatTheConfigurationAllowsMayBeCalledAndNothingBesideIt() throws Exception {
        var allowing = targets(List.of("10.1.0.0/16", "fd12::/16"), List.of());

        assertThat(allowing.addresses("10.1.255.255")).hasSize(1);
        assertThat(allowing.addresses("fd12::7")).hasSize(1);
        assertThatExceptionOfType(ForbiddenTargetException.class).isThrownBy(() -> allowing.addresses("10.2.0.0"));
        assertThatExceptionOfType(ForbiddenTargetException.class).isThrownBy(() -> allowing.addresses("fd13::7"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://erp.example/hook?x=1|",
                "https://erp.example:8443|",
                "HTTPS://erp.example/|",
                "http://erp.example/|must begin with https://",
                "ftp://erp.example/|must begin with https://",
                "http://127.0.0.1:8080/|must begin with https://",
                "https://me:secret@erp.example/|must have no user, password or fragment; the signature says who is calling",
                "https://erp.example/#top|must have no user, password or fragment; the signature says who is calling",
                "https:///hook|must have a host name, and a port of 1 to 65535 if any",
                "https://erp.example:65536/|must have a host name, and a port of 1 to 65535 if any",
                "https://erp.example:0/|must have a host name, and a port of 1 to 65535 if any",
                "file:/etc/passwd|must have a host name, and a port of 1 to 65535 if any",
                "https://erp example/|must be a URL, but is none: Illegal character in authority"
            })
    void urlThatBreaksARuleIsRefusedWithIt(String url, String rule) {
        assertThat(targets.objection(url).orElse(null)).isEqualTo(rule);
    }

    @Test
    void withoutTlsOnlyAProgramOnThisMachineAndOnlyWhereThatIsAllowed() {
        var allowing = targets(List.of("127.0.0.1/32"), List.of());

        assertThat(allowing.objection("http://127.0.0.1:8080/hook")).isEmpty();
        assertThat(allowing.objection("http://[::1]:8080/hook")).isPresent();
        assertThat(allowing.objection("http://localhost:8080/hook")).isPresent();
        assertThat(allowing.objection("http://127.0.0.2:8080/hook")).isPresent();
        assertThat(targets(List.of("10.0.0.0/8"), List.of()).objection("http://10.0.0.1/"))
                .isPresent();
    }

    @Test
    void whereHostsAreListedNoOtherIsCalled() {
        var listed = targets(List.of(), List.of("ERP.example"));

        assertThat(listed.objection("https://erp.EXAMPLE/")).isEmpty();
        assertThat(listed.objection("https://erp.example.evil.example/"))
                .contains("has a host that the hub may not call (caravan.callback.allowed-hosts)");
    }

    @Test
    void proxyThatLooksUpNamesNeedsAListOfHosts() {
        var second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CallbackSettings(List.of(), List.of(), true, second, second, second))
                .withMessageStartingWith("caravan.callback.allowed-hosts must name the hosts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "fd00::/129", "erp.example/8", "10.0.0.0/x", "/8", "abc/8"})
    void rangeThatIsNoneIsNamed(String range) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Callbacks.settings(List.of(range)))
                .withMessage("caravan.callback.allowed-networks: '" + range
                        + "' is no range of addresses such as 10.1.0.0/16 or fd00::/8");
    }

    private static Targets targets(List<String> networks, List<String> hosts) {
        var second = Duration.ofSeconds(1);
        return new Targets(
                new CallbackSettings(networks, hosts, false, second, second, second), InetAddress::getAllByName);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
