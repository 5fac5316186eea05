package dev.caravan.handbook;

/** The chapters of the ledger, named as the annotation's areas. */
enum Chapter {
    DPS_SERVICE("DPS, service API"),
    DPS_DEVICE("DPS, device API"),
    HUB_DEVICE("IoT Hub, device side"),
    HUB_SERVICE("IoT Hub, service side"),
    QUOTAS("Quotas");

    private final String title;

    Chapter(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
