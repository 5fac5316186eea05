package dev.caravan.emulator.wire.amqp;

/** How a client introduced itself before its OPEN. */
public sealed interface Login {

    /** No SASL layer at all, or one of the mechanisms that say nothing: ANONYMOUS, EXTERNAL, MSSBCBS. */
    record Nameless() implements Login {}

    /** SASL PLAIN, found good by the site. */
    record Plain(String user, String password) implements Login {

        /** Never the password. */
        @Override
        public String toString() {
            return "PLAIN " + user;
        }
    }
}
