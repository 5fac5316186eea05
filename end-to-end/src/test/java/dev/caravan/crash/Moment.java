package dev.caravan.crash;

/**
 * A moment in the hub's life.
 *
 * @param times how often it must have come
 */
record Moment(String type, String method, String when, int times) {

    static Moment before(String place, int times) {
        return of(place, "before", times);
    }

    static Moment after(String place, int times) {
        return of(place, "after", times);
    }

    private static Moment of(String place, String when, int times) {
        var hash = place.indexOf('#');
        return new Moment("dev.caravan." + place.substring(0, hash), place.substring(hash + 1), when, times);
    }

    @Override
    public String toString() {
        return when + " " + type.substring(type.lastIndexOf('.') + 1) + "." + method + ", time " + times;
    }
}
