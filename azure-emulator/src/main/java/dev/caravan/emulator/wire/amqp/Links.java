package dev.caravan.emulator.wire.amqp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;
import org.jspecify.annotations.Nullable;

/** The links of one connection; on its thread only. */
final class Links {

    private final AmqpConnection connection;
    private final Set<ServerLink> open = new LinkedHashSet<>();
    private final List<Session> over = new ArrayList<>();

    Links(AmqpConnection connection) {
        this.connection = connection;
    }

    /**
     * A link of a session that the client has ended meanwhile is not answered: who has given up wants no further refusal
     * (seen: Node's SDK breaks on one, and takes 45 seconds to get over it).
     */
    void opened(Link link, @Nullable AmqpVisit visit) {
        if (visit == null || link.getSession().getRemoteState() == EndpointState.CLOSED) {
            return;
        }
        if (link instanceof Receiver receiver) {
            var incoming = keep(new ServerReceiver(connection, receiver));
            visit.wantsToSend(request(link, addressOf(link.getRemoteTarget())), incoming);
        } else if (link instanceof Sender sender) {
            var outgoing = keep(new ServerSender(connection, sender));
            visit.wantsToReceive(request(link, addressOf(link.getRemoteSource())), outgoing);
        }
    }

    private <T extends ServerLink> T keep(T link) {
        link.link().setContext(link);
        open.add(link);
        return link;
    }

    private static String addressOf(@Nullable Object terminus) {
        String address = null;
        if (terminus instanceof org.apache.qpid.proton.amqp.transport.Target target) {
            address = target.getAddress();
        } else if (terminus instanceof org.apache.qpid.proton.amqp.transport.Source source) {
            address = source.getAddress();
        }
        return address == null ? "" : address;
    }

    private static LinkRequest request(Link link, String address) {
        Map<String, String> properties = new LinkedHashMap<>();
        Map<Symbol, Object> sent = link.getRemoteProperties();
        if (sent != null) {
            sent.forEach((name, value) -> properties.put(name.toString(), String.valueOf(value)));
        }
        return new LinkRequest(link.getName(), address, properties);
    }

    void flowed(Link link) {
        if (link.getContext() instanceof ServerLink known) {
            known.flowed();
        }
    }

    void delivered(Delivery delivery) {
        if (delivery.getLink().getContext() instanceof ServerLink known) {
            known.delivered(delivery);
        }
    }

    void gone(Link link) {
        gone(each -> each.link() == link);
        link.free();
    }

    /** The engine still needs the session for its last frames: it is let go by {@link #written}. */
    void gone(Session session) {
        gone(each -> each.link().getSession() == session);
        over.add(session);
    }

    /** What was to be said is with the channel. */
    void written() {
        over.forEach(Session::free);
        over.clear();
    }

    void gone() {
        gone(each -> true);
    }

    private void gone(Predicate<ServerLink> which) {
        for (var each : List.copyOf(open)) {
            if (which.test(each)) {
                open.remove(each);
                each.gone();
            }
        }
    }
}
