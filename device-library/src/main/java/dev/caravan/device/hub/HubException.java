package dev.caravan.device.hub;

/** Something did not work with the hub. The kinds differ by what the caller does next; the message is in plain words. */
public abstract sealed class HubException extends Exception {

    private static final long serialVersionUID = 1L;

    private HubException(String message, Throwable cause) {
        super(message, cause);
    }

    private HubException(String message) {
        super(message);
    }

    /** The hub does not accept the device: ask the provisioning service whether it still belongs there. */
    public static final class Refused extends HubException {

        private static final long serialVersionUID = 1L;

        public Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The hub cannot be reached, or gave no answer: try again later. A message may have arrived all the same. */
    public static final class Unavailable extends HubException {

        private static final long serialVersionUID = 1L;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }

        public Unavailable(String message) {
            super(message);
        }
    }

    /** The hub, or this library on its behalf, does not take this content: the same content will never work. */
    public static final class Rejected extends HubException {

        private static final long serialVersionUID = 1L;

        public Rejected(String message) {
            super(message);
        }

        public Rejected(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
