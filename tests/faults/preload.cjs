"use strict";

/*
 * Loaded into a provider's process before anything else. It gives the process the clock that the test and the emulator
 * share, and makes time pass where the provider waits:
 *
 * - a pause (between attempts, between polls) takes no time and moves the clock on by its length;
 * - a time limit on a call runs in real time, so that a busy machine breaks none, until the test says that the call will
 *   never be answered: then it has run out, and the clock moves on by its length.
 *
 * It also answers for the name of the test's endpoint, which no name service knows.
 */
const { Buffer } = require("node:buffer");
const dns = require("node:dns");
const { openSync, readSync, writeFileSync, writeSync } = require("node:fs");
const path = require("node:path");
const process = require("node:process");
const { setImmediate } = require("node:timers");
const timers = require("node:timers/promises");

// As `RemoteControl` in remoteControl.ts lays it out: three fields of a fixed width.
const WIDTH = 20;
const OFFSET = 0;
const EXPIRED = 1;
const NAMES = 2;

const { FAULTS_CONTROL, FAULTS_PID, FAULTS_SKEW } = process.env;
const file = openSync(FAULTS_CONTROL, "r+");
const skew = Number(FAULTS_SKEW ?? 0);
if (FAULTS_PID) writeFileSync(FAULTS_PID, String(process.pid));

const bytes = Buffer.alloc(WIDTH);
function read(field) {
  readSync(file, bytes, 0, WIDTH, field * WIDTH);
  return bytes.toString("latin1").trim();
}
function write(field, value) {
  writeSync(file, String(value).padEnd(WIDTH), field * WIDTH);
}
function advance(ms) {
  write(OFFSET, Number(read(OFFSET)) + Math.ceil(ms));
}

const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length > 0) super(...args);
    else super(globalThis.Date.now());
  }
  static now() {
    return RealDate.now() + Number(read(OFFSET)) + skew;
  }
};

/** The modules of the provider whose timers are replaced. */
const PAUSE = "ens/retry/pause";
const EXCHANGES = ["ens/transport/httpExchange", "ens/transport/sdk"];
const WAIT = "apply/wait";
// One that has moved would run in real time, so it is an error.
for (const name of [PAUSE, ...EXCHANGES, WAIT]) require.resolve(`../../provider/dist/${name}.js`);

/** The module that called, where it is one of the provider's: `ens/retry/pause`. */
function caller(called) {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  Error.prepareStackTrace = (_, sites) => sites[0]?.getFileName() ?? "";
  const trace = {};
  Error.captureStackTrace(trace, called);
  const name = trace.stack;
  Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  return /[\\/]provider[\\/]dist[\\/](.+)\.js$/.exec(name)?.[1].split(path.sep).join("/");
}

const { setTimeout: realSetTimeout, clearTimeout: realClearTimeout, setInterval, clearInterval } = globalThis;
/** Time limits on calls, by their timers. */
const limits = new Map();
let watch;

function expire() {
  const count = read(EXPIRED);
  for (const [timer, { expired, ms, callback }] of limits) {
    if (expired === count) continue;
    globalThis.clearTimeout(timer);
    advance(ms);
    callback();
  }
}

globalThis.setTimeout = function setTimeout(callback, ms, ...args) {
  switch (caller(setTimeout)) {
    case PAUSE:
      advance(ms);
      return realSetTimeout(callback, 0);
    case EXCHANGES[0]:
    case EXCHANGES[1]: {
      const over = () => {
        limits.delete(timer);
        callback();
      };
      const timer = realSetTimeout(over, ms);
      limits.set(timer, { expired: read(EXPIRED), ms, callback });
      watch ??= setInterval(expire, 5);
      return timer;
    }
    default:
      return realSetTimeout(callback, ms, ...args);
  }
};
globalThis.clearTimeout = function clearTimeout(timer) {
  if (limits.delete(timer) && limits.size === 0) {
    clearInterval(watch);
    watch = undefined;
  }
  realClearTimeout(timer);
};

const realSleep = timers.setTimeout;
timers.setTimeout = function setTimeout(ms, ...args) {
  if (caller(setTimeout) !== WAIT) return realSleep(ms, ...args);
  advance(ms);
  return realSleep(0);
};

const realLookup = dns.lookup;
dns.lookup = function lookup(hostname, options, callback) {
  if (hostname !== "ens.test") return realLookup(hostname, options, callback);
  const [code, once] = read(NAMES).split(" ");
  if (once) write(NAMES, "");
  setImmediate(() => {
    if (code) {
      const error = new Error(`getaddrinfo ${code} ${hostname}`);
      callback(Object.assign(error, { code, errno: -3008, syscall: "getaddrinfo", hostname }));
    } else if (options.all) {
      callback(null, [{ address: "127.0.0.1", family: 4 }]);
    } else {
      callback(null, "127.0.0.1", 4);
    }
  });
};
