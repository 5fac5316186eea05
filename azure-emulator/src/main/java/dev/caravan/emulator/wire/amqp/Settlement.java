package dev.caravan.emulator.wire.amqp;

/** Settles one received message, once. All methods may be called from any thread. */
public interface Settlement {

    /** The message was taken. */
    void accept();

    /** The message was refused, and why. */
    void reject(AmqpError error);
}
