package dev.caravan.hub.api;

import java.util.Set;

import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;
import org.apache.camel.http.common.DefaultHttpBinding;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;

/** Makes a message one that the door has let in, for tests of what is behind it. */
final class LetIn {

    private LetIn() {}

    static void operator(Exchange exchange) {
        var request = new MockHttpServletRequest();
        Caller.is(request, new Principal("ops", Role.OPERATOR, Set.of()), Credential.KEY);
        exchange.setIn(new PlatformHttpMessage(
                request, new MockHttpServletResponse(), exchange, new DefaultHttpBinding(), true));
    }
}
