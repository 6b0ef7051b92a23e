// What the module does when servers and clocks do what they seldom do: run in Node and in Deno, with a WebSocket and timers
// that the tests hold in their hands.
import assert from "node:assert/strict";
import { connect } from "../../app/web/strata-events.js";

const realTimeout = globalThis.setTimeout;
let timers = [];
let sockets = [];

globalThis.setTimeout = (action, milliseconds) => {
  const timer = { action, milliseconds };
  timers.push(timer);
  return timer;
};
globalThis.clearTimeout = (timer) => {
  timers = timers.filter((other) => other !== timer);
};

class FakeSocket {
  readyState = 0;
  sent = [];
  constructor(url, protocol) {
    Object.assign(this, { url, protocol });
    sockets.push(this);
  }
  send(text) {
    this.sent.push(JSON.parse(text));
  }
  open() {
    this.readyState = 1;
    this.onopen();
  }
  say(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }
  close(code = 1005, reason = "") {
    this.readyState = 3;
    this.onclose({ code, reason });
  }
}

// Whatever is ready to go on has gone on.
const settle = () => new Promise((resolve) => realTimeout(resolve, 5));

async function fire(milliseconds) {
  const due = timers.filter((timer) => timer.milliseconds === milliseconds);
  assert.equal(due.length, 1, `one timer of ${milliseconds} among ${timers.map((t) => t.milliseconds)}`);
  clearTimeout(due[0]);
  due[0].action();
  await settle();
}

function follow(options = {}) {
  timers = [];
  sockets = [];
  const events = connect({ url: "https://s.test/", token: () => "t", WebSocket: FakeSocket, ...options });
  const log = [];
  events.onState((state, reason, code) => log.push([state, reason, code]));
  return { events, log };
}

const change = (pos, prev, more) => ({ type: "staff:updated", pos, prev, kind: "staff", id: pos, ...more });
const hello = { type: "hello", epoch: "a-1", pos: 5, session: 1 };

const tests = {
  async "signs in, narrows, and hands over events in order"() {
    const { events } = follow({ resume: "a-1:3", units: [4] });
    const seen = [];
    events.on("staff:updated", ({ pos }) => seen.push(pos));
    const stop = events.on("*", ({ pos }) => seen.push(-pos));
    await settle();
    const [socket] = sockets;
    assert.deepEqual([socket.url, socket.protocol], ["wss://s.test/v1/ws", "strata.v1"]);
    socket.open();
    assert.deepEqual(socket.sent, [
      { type: "auth", token: "t", resume: { epoch: "a-1", pos: 3 } },
      { type: "subscribe", units: [4] },
    ]);
    socket.say({ ...hello, pos: 3 });
    socket.say(change(4, 3));
    await settle();
    stop();
    socket.say(change(4, 3));
    socket.say(change(6, 4));
    await settle();
    assert.deepEqual(seen, [4, -4, 6]);
    assert.equal(events.position, "a-1:6");
    socket.say({ type: "mark", pos: 9 });
    await settle();
    assert.equal(events.position, "a-1:9");
    events.subscribe({ staff: [7] });
    assert.deepEqual(socket.sent.at(-1), { type: "subscribe", staff: [7] });
    events.close();
  },

  async "waits for handlers, and answers pings meanwhile"() {
    const { events } = follow({ resume: "a-1:3" });
    let release;
    const seen = [];
    events.on("*", ({ pos }) => {
      seen.push(pos);
      return new Promise((resolve) => (release = resolve));
    });
    await settle();
    const [socket] = sockets;
    socket.open();
    for (const frame of [hello, change(4, 3), change(5, 4), { type: "ping" }]) socket.say(frame);
    await settle();
    assert.deepEqual([seen, events.position], [[4], "a-1:3"]);
    assert.deepEqual(socket.sent.at(-1), { type: "pong" });
    release();
    await settle();
    assert.deepEqual([seen, events.position], [[4, 5], "a-1:4"]);
    events.close();
  },

  async "reads first without a position, and again for as long as that fails"() {
    const { events, log } = follow();
    const reasons = [];
    let fails = false;
    events.onResync((reason) => {
      reasons.push(reason);
      if (fails) throw new Error("no answer");
    });
    await settle();
    sockets[0].open();
    sockets[0].say(hello);
    await settle();
    assert.deepEqual([reasons, events.position], [["start"], "a-1:5"]);
    fails = true;
    sockets[0].say({ type: "resync", reason: "rights", epoch: "a-1", pos: 8 });
    sockets[0].say(change(9, 8));
    await settle();
    assert.deepEqual([reasons, events.position], [["start", "rights"], "a-1:5"]);
    assert.deepEqual(log.at(-1), ["waiting", "Error: no answer", undefined]);
    events.close();
  },

  async "goes on when a handler fails"() {
    const complaints = [];
    const { error } = console;
    console.error = (...words) => complaints.push(words.join(" "));
    const { events } = follow({ resume: "a-1:3" });
    events.onState(() => {
      throw new Error("blind");
    });
    events.on("*", async () => {
      throw new Error("tired");
    });
    await settle();
    sockets[0].open();
    for (const frame of [hello, change(4, 3), change(5, 4)]) sockets[0].say(frame);
    await settle();
    console.error = error;
    assert.equal(events.position, "a-1:5");
    assert.deepEqual(
      complaints.map((words) => words.split(" ").at(-1)),
      ["blind", "blind", "tired", "tired"],
    );
    events.close();
  },

  async "takes a missing event for a lost connection"() {
    const { events, log } = follow({ resume: "a-1:3" });
    await settle();
    sockets[0].open();
    for (const frame of [hello, change(4, 3), change(7, 6)]) sockets[0].say(frame);
    await settle();
    assert.deepEqual([events.position, sockets[0].readyState], ["a-1:4", 3]);
    assert.deepEqual(log.at(-1), ["waiting", "an event is missing", undefined]);
    Math.random = () => 0.5;
    events.close();
  },

  async "waits a random time, twice as long at most each time, and 30 seconds at most"() {
    const waits = {};
    for (const drawn of [0, 0.5, 0.999]) {
      Math.random = () => drawn;
      const { events, log } = follow();
      waits[drawn] = [];
      await settle();
      for (let tries = 0; tries < 9; tries += 1) {
        sockets.at(-1).close(1006);
        await settle();
        assert.deepEqual(log.at(-1).slice(0, 1), ["waiting"]);
        const [{ milliseconds }] = timers;
        waits[drawn].push(milliseconds);
        await fire(milliseconds);
      }
      events.close();
    }
    assert.deepEqual(waits[0], Array(9).fill(0));
    assert.deepEqual(waits[0.5], [250, 500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
    assert.ok(waits[0.999].every((wait) => wait < 30_000) && waits[0.999].at(-1) > 29_000);
  },

  async "comes back soon when the server stops"() {
    Math.random = () => 0.5;
    const { events } = follow();
    await settle();
    for (let tries = 0; tries < 4; tries += 1) {
      sockets.at(-1).close(1012, "stops");
      await settle();
      await fire(250);
    }
    assert.equal(sockets.length, 5);
    events.close();
  },

  async "asks once for another token, then gives up"() {
    Math.random = () => 0.5;
    let asked = 0;
    const { events, log } = follow({ token: async () => `t${(asked += 1)}` });
    await settle();
    for (const round of [1, 2]) {
      sockets.at(-1).open();
      assert.equal(sockets.at(-1).sent[0].token, `t${round}`);
      sockets.at(-1).close(4401, "session ended");
      await settle();
      if (round === 1) await fire(250);
    }
    assert.deepEqual([asked, sockets.length], [2, 2]);
    assert.deepEqual(log.at(-1), ["closed", "session ended", 4401]);
    assert.deepEqual(timers, []);
    events.close();
  },

  async "renews the token before it expires"() {
    const now = Date.now() / 1000;
    // The clock of this machine counts, unless by it the token has expired already.
    for (const [iat, exp, milliseconds] of [[now, now + 100, 80], [now - 7200, now - 7100, 80]]) {
      let asked = 0;
      const token = () => `x.${btoa(JSON.stringify({ iat, exp, n: (asked += 1) }))}.x`;
      const { events } = follow({ token });
      await settle();
      sockets[0].open();
      sockets[0].say(hello);
      await settle();
      const renewal = timers.find((timer) => timer.milliseconds < 60_000 || timer.milliseconds > 60_000);
      assert.ok(Math.abs(renewal.milliseconds - milliseconds * 1000) < 1000, String(renewal.milliseconds));
      await fire(renewal.milliseconds);
      assert.deepEqual(sockets[0].sent.map((frame) => frame.type), ["auth", "auth"]);
      assert.notEqual(sockets[0].sent[0].token, sockets[0].sent[1].token);
      sockets[0].say({ type: "auth", expires_in: 600 });
      assert.ok(timers.some((timer) => timer.milliseconds === 480_000));
      events.close();
      assert.deepEqual(timers, []);
    }
  },

  async "goes back to what it looked at when the server refuses something hidden"() {
    const { events } = follow({ units: [4] });
    await settle();
    sockets[0].open();
    sockets[0].say(hello);
    sockets[0].say({ type: "subscribed", units: [4], staff: [] });
    await settle();
    events.subscribe({ units: [99] });
    sockets[0].say({ type: "error", code: "not-found", detail: "Hidden.", units: [99] });
    await settle();
    sockets[0].close(1012);
    await settle();
    const pause = timers.find((timer) => timer.milliseconds < 500);
    await fire(pause.milliseconds);
    sockets[1].open();
    assert.deepEqual(sockets[1].sent.at(-1), { type: "subscribe", units: [4], staff: [] });
    events.close();
  },

  async "connects again after a minute of silence"() {
    const { events, log } = follow();
    await settle();
    await fire(60_000);
    assert.deepEqual(log.at(-1), ["waiting", "nothing was heard", undefined]);
    events.close();
    await settle();
    assert.deepEqual([log.at(-1)[0], timers], ["closed", []]);
  },

  async "refuses what is no position"() {
    assert.throws(() => follow({ resume: "12" }), /12 is no position/);
  },
};

for (const [name, test] of Object.entries(tests)) {
  await test();
  console.log(`ok: ${name}`);
}
console.log(`${Object.keys(tests).length} of ${Object.keys(tests).length}`);
