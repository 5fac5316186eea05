/**
 * Every SDK, every scenario, every transport: who must see what at the emulator.
 *
 * <p>A judge is a program of its own. It is started with the path of the emulator's {@code endpoints.json} as its last
 * argument and reads from standard input one JSON line per cell, then the end of input:
 *
 * <pre>{"cell":"java-connect-mqtt","scenario":"connect","transport":"MQTT","given":{…}}</pre>
 *
 * <p>It plays the cells, many at once, and writes JSON lines to standard output: {@code {"cell":…,"ready":true}} where
 * a scenario says that somebody waits for it, and at the end either {@code {"cell":…,"seen":{…}}}, what the user of the
 * SDK saw, or {@code {"cell":…,"failure":"…"}}, why there was nothing to see. It judges nothing: what is right stands in
 * {@link dev.caravan.matrix.Scenario}, once for all judges, and is asked of the emulator's control port too. When all
 * cells are played it ends by itself.
 */
package dev.caravan.matrix;
