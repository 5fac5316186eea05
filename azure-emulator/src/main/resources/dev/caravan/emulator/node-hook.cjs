'use strict';
// node --require <folder>/node-hook.cjs app.js
//
// Leads the emulator's Azure names and ports to its own sockets, as its SOCKS5 port does for programs that speak SOCKS.
// Node's MQTT and AMQP clients do not. The program keeps the real names and the real ports, and verifies certificates by
// those names. Connections to any other name, or to another port, are none of this file's business.
// It lies beside endpoints.json and ca.pem, needs nothing but Node 18 or newer, and reads both files once, when it is loaded.

const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const tls = require('node:tls');
const { syncBuiltinESMExports } = require('node:module');

const authority = beside('ca.pem');
const endpoints = JSON.parse(beside('endpoints.json'));
const names = new Set([endpoints.dps, endpoints.globalEndpoint, ...endpoints.hubs]);
const sockets = new Map([
  [443, endpoints.https],
  [8883, endpoints.mqtt],
  [5671, endpoints.amqp],
]);

function beside(file) {
  const full = path.join(__dirname, file);
  if (!fs.existsSync(full)) {
    throw new Error(`${full} is not there: start the emulator before the program`);
  }
  return fs.readFileSync(full, 'utf8');
}

function known(host) {
  return typeof host === 'string' && names.has(host.toLowerCase());
}

function socketFor(host, port) {
  return known(host) ? sockets.get(Number(port)) : undefined;
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

// Options are never changed in place: TLS looks at them again, for the name that the certificate must have.
function redirected(options) {
  const socket = socketFor(options.host, options.port);
  return socket ? { ...options, host: socket.host, port: socket.port } : options;
}

// connect(options, …), connect(port, host, …), or the [options, callback] that net.connect makes of either.
function redirectedArguments(args) {
  const [first, second, ...others] = args;
  if (Array.isArray(first)) {
    first[0] = redirected(first[0]);
    return args;
  }
  if (isObject(first)) {
    return [redirected(first), ...args.slice(1)];
  }
  const socket = socketFor(second, first);
  return socket ? [socket.port, socket.host, ...others] : args;
}

// Every TCP connection of a Node program, with TLS or without, goes through this method.
const socketConnect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function connect(...args) {
  return socketConnect.apply(this, redirectedArguments(args));
};

// Clients that bring authorities of their own keep them; the emulator's is one more, for the emulator's names only.
function trusting(options) {
  return { ...options, ca: options.ca === undefined ? authority : [options.ca, authority].flat() };
}

// connect(options, …), connect(port, host, options, …) and connect(port, options, …); options may be left out.
function trustingArguments(args) {
  const at = args.findIndex(isObject);
  const host = typeof args[1] === 'string' ? args[1] : args[at]?.host;
  if (!known(host)) {
    return args;
  }
  return at < 0
    ? [...args.slice(0, 2), trusting({}), ...args.slice(2)]
    : args.map((each, index) => (index === at ? trusting(each) : each));
}

const tlsConnect = tls.connect;
tls.connect = function connect(...args) {
  return tlsConnect.apply(this, trustingArguments(args));
};
syncBuiltinESMExports();
