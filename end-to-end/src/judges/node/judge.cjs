'use strict';
// Plays cells of the matrix with Microsoft's SDKs for Node, which know nothing of the emulator: the hook that the
// emulator writes leads them to it. One JSON line per cell on standard input; what the SDK's user saw on standard output.
//
//   node --require <azure>/node-hook.cjs judge.cjs <azure>/endpoints.json

const fs = require('node:fs');
const readline = require('node:readline');

const scenarios = {
  ...require('./enrollments.cjs'),
  ...require('./registrations.cjs'),
  ...require('./devices.cjs'),
  ...require('./backends.cjs'),
};
const LIMIT_SECONDS = 90;
const endpoints = JSON.parse(fs.readFileSync(process.argv.at(-1), 'utf8'));

function say(cell, what) {
  fs.writeSync(process.stdout.fd, `${JSON.stringify({ cell, ...what })}\n`);
}

// What a user would read of an error: the SDKs keep the service's answer in fields of their own.
function describe(error) {
  const more = [error.condition, error.description, error.responseBody, error.result && JSON.stringify(error.result)];
  return [error.stack ?? String(error), ...more.filter(Boolean)].join(' | ');
}

// An SDK that waits for something that never comes must not keep the others from being judged.
async function inTime(playing) {
  let timer;
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing after ${LIMIT_SECONDS} s`)), LIMIT_SECONDS * 1000);
  });
  try {
    return await Promise.race([playing, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function play({ cell, scenario, transport, given }) {
  try {
    const steps = scenarios[scenario];
    if (!steps) {
      throw new Error(`there is no scenario ${scenario}`);
    }
    const ready = () => say(cell, { ready: true });
    say(cell, { seen: await inTime(steps(given, { endpoints, transport, ready })) });
  } catch (error) {
    say(cell, { failure: describe(error) });
  }
}

async function main() {
  const cells = [];
  for await (const line of readline.createInterface({ input: process.stdin })) {
    cells.push(JSON.parse(line));
  }
  await Promise.all(cells.map(play));
  // Some of the SDKs' timers outlive what they were for.
  process.exit();
}

// Nobody can catch what an SDK throws from a callback of its own; it must not take the other cells with it.
process.on('uncaughtException', (error) => console.error(`uncaught: ${describe(error)}`));

main();
