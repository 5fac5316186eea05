'use strict';
// Prints, as one JSON object, what a program sees through the hook. Argument: the folder of the emulator.
const fs = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const path = require('node:path');
const tls = require('node:tls');
const { once } = require('node:events');

const endpoints = JSON.parse(fs.readFileSync(path.join(process.argv[2], 'endpoints.json'), 'utf8'));
const service = `https://${endpoints.dps}/enrollments/x?api-version=2021-10-01`;
const hub = endpoints.hubs[0];

// The service's answer to a call without a token.
async function status(options) {
  const [response] = await once(https.get(service, options), 'response');
  response.resume();
  return response.statusCode;
}

// The name that the certificate was checked against, once TLS is up and the certificate is trusted.
async function verifiedName(connect) {
  let name;
  const socket = connect({
    checkServerIdentity(host, certificate) {
      name = host;
      return tls.checkServerIdentity(host, certificate);
    },
  });
  await once(socket, 'secureConnect');
  socket.destroy();
  return socket.authorized ? name : 'not authorized';
}

async function isTrusted(socket) {
  await once(socket, 'secureConnect');
  socket.destroy();
  return socket.authorized;
}

async function failure(socket) {
  const [error] = await once(socket, 'error');
  return error.code;
}

// The hook knows the emulator's address and asks nobody for it; what it leaves alone is looked up as ever.
async function isLookedUp(host, port) {
  const lookup = (name, options, answer) => answer(Object.assign(new Error(name), { code: 'LOOKED_UP' }));
  return (await failure(net.connect({ host, port, lookup }))) === 'LOOKED_UP';
}

async function reachesOthers() {
  const server = http.createServer((request, response) => response.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/`);
  const socket = net.connect(server.address().port, '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
  server.close();
  return answer.status === 200;
}

async function main() {
  const { connect } = await import('node:tls');
  const device = { port: 8883, host: hub, servername: hub };
  const seen = {
    https: await status({}),
    ownAgent: await status({ agent: new https.Agent({ keepAlive: false }) }),
    ownAuthorities: await status({ ca: tls.rootCertificates.slice(0, 2) }),
    fetch: (await fetch(service)).status,
    options: await verifiedName((extra) => tls.connect({ ...device, ...extra })),
    portAndHost: await verifiedName((extra) => tls.connect(8883, hub, extra)),
    portAndOptions: await verifiedName((extra) => tls.connect(8883, { host: hub, ...extra })),
    imported: await verifiedName((extra) => connect({ ...device, ...extra })),
    withoutOptions: await isTrusted(tls.connect(443, hub)),
    capitals: await isTrusted(tls.connect(443, hub.toUpperCase())),
    others: await reachesOthers(),
    otherPort: await isLookedUp(hub, 80),
    otherHub: await isLookedUp(`not-${hub}`, 443),
    authorityForOthers: await failure(tls.connect({ host: 'localhost', port: endpoints.https.port })),
    wrongName: await failure(tls.connect({ ...device, servername: 'plant.example' })),
  };
  console.log(JSON.stringify(seen));
}

main();
