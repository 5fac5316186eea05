package dev.caravan.hub.access;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletRequest;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.hub.access.Credentials.Admission.Known;
import dev.caravan.hub.access.Credentials.Admission.Nobody;
import dev.caravan.hub.api.Credential;
import dev.caravan.ledger.LedgerDatabase;
import dev.caravan.ledger.LocalUsers;
import dev.caravan.login.LoginSettings;
import dev.caravan.login.Logins;
import dev.caravan.login.Passwords;
import dev.caravan.login.Remembered;
import dev.caravan.login.UserDesk;

import static org.assertj.core.api.Assertions.assertThat;

class PasswordCredentialsTest {

    private static final Principal ANNA = new Principal("anna", Role.FACTORY, Set.of());

    @TempDir
    Path data;

    private final SecureRandom random = new SecureRandom();
    private LedgerDatabase database;
    private PasswordCredentials credentials;
    private String password;

    @BeforeEach
    void addAnna() {
        database = LedgerDatabase.open(data.resolve("ledger.db"));
        var users = new LocalUsers(database);
        var passwords = new Passwords(random);
        password = new UserDesk(users, passwords).add(ANNA, "a test");
        credentials = new PasswordCredentials(new Logins(
                users,
                passwords,
                new LoginSettings(10, Duration.ofMinutes(15)),
                new Remembered(random, Clock.systemUTC())));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void passwordThatCameOverANetworkWithoutTlsOpensNothing() {
        var known = new Known(ANNA, Credential.FIRST_PASSWORD);

        assertThat(credentials.admit(request("192.0.2.7", false))).isEqualTo(new Nobody());
        assertThat(credentials.admit(request("192.0.2.7", true))).isEqualTo(known);
        assertThat(credentials.admit(request("127.0.0.1", false))).isEqualTo(known);
    }

    private MockHttpServletRequest request(String from, boolean secure) {
        var request = new MockHttpServletRequest();
        request.setRemoteAddr(from);
        request.setLocalAddr("192.0.2.1");
        request.setSecure(secure);
        var pair = ("anna:" + password).getBytes(StandardCharsets.UTF_8);
        request.addHeader("Authorization", "basic " + Base64.getEncoder().encodeToString(pair));
        return request;
    }
}
