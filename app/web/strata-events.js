// @ts-self-types="./strata-events.d.ts"
// Follows the events of Strata in browsers, Node and Deno: docs/realtime.md says how. No dependencies.

// Milliseconds.
const BASE = 500;
const CAP = 30_000;
const SILENCE = 60_000;
// A connection that lasted so long was no failure.
const STEADY = 10_000;
// A token is renewed when this part of its time is over.
const RENEWAL = 0.8;
const TOKEN_REFUSED = 4401;
const SERVER_STOPS = 1012;
// Answers that another try does not change.
const FINAL = [400, 403, 404, 422];

/** Connect, and stay connected until close(). */
export function connect(options) {
  return new Events(options);
}

class Events {
  #url;
  #token;
  #WebSocket;
  #fetch;
  #position;
  #narrowing;
  // What the server has agreed to.
  #agreed = {};
  #handlers = new Map();
  #resyncs = new Set();
  #watchers = new Set();
  #link = null;
  #closed = false;
  #wake = () => {};
  // One frame after the other, over all connections: handlers may take their time.
  #work = Promise.resolve();

  constructor({ url, token, resume, units, staff, ...given }) {
    this.#url = String(url).replace(/\/+$/, "");
    this.#token = token;
    this.#WebSocket = "WebSocket" in given ? given.WebSocket : globalThis.WebSocket;
    this.#fetch = given.fetch ?? ((...request) => globalThis.fetch(...request));
    this.#position = resume ? readPosition(resume) : null;
    this.#narrowing = { units, staff };
    // Not before the caller has said what to do with events.
    queueMicrotask(() => this.#run());
  }

  /** Up to where everything has been handled: "epoch:pos", to be kept and given as `resume`. */
  get position() {
    return this.#position && `${this.#position.epoch}:${this.#position.pos}`;
  }

  on(type, handler) {
    if (!this.#handlers.has(type)) this.#handlers.set(type, new Set());
    return add(this.#handlers.get(type), handler);
  }

  onResync(callback) {
    return add(this.#resyncs, callback);
  }

  onState(handler) {
    return add(this.#watchers, handler);
  }

  subscribe({ units, staff } = {}) {
    this.#narrowing = { units, staff };
    if (!this.#link) return;
    // A stream cannot be told anything: it is opened anew.
    if (this.#WebSocket) this.#link.send({ type: "subscribe", units, staff });
    else this.#link.end({ code: SERVER_STOPS, reason: "narrowed" });
  }

  close() {
    this.#finish("closed by the client");
  }

  async #run() {
    let failures = 0;
    let refused = 0;
    while (!this.#closed) {
      this.#tell("connecting");
      const began = Date.now();
      const { greeted, code, reason } = await this.#follow();
      if (this.#closed) return;
      if (greeted) refused = 0;
      if (code === TOKEN_REFUSED) refused += 1;
      if (refused > 1 || FINAL.includes(code)) return this.#finish(reason, code);
      if (Date.now() - began > STEADY) failures = 0;
      const soon = code === SERVER_STOPS || code === TOKEN_REFUSED;
      const longest = soon ? BASE : Math.min(CAP, BASE * 2 ** failures++);
      this.#tell("waiting", reason, code);
      await this.#pause(Math.random() * longest);
    }
  }

  #pause(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => resolve(clearTimeout(timer));
    });
  }

  /** One connection, to its end. */
  async #follow() {
    const link = new Link();
    this.#link = link;
    try {
      link.watch();
      const token = await Promise.race([this.#token(), link.ended.then(() => "")]);
      if (!link.over) await (this.#WebSocket ? this.#socket(link, token) : this.#stream(link, token));
    } catch (error) {
      link.end({ reason: String(error) });
    }
    return { greeted: link.greeted, ...(await link.ended) };
  }

  #socket(link, token) {
    const socket = new this.#WebSocket(`${this.#url.replace(/^http/, "ws")}/v1/ws`, "strata.v1");
    link.cut = () => socket.close();
    link.send = (frame) => socket.readyState === 1 && socket.send(JSON.stringify(frame));
    socket.onopen = () => {
      const resume = this.#position ?? undefined;
      link.send({ type: "auth", token, resume });
      const { units, staff } = this.#narrowing;
      if (units?.length || staff?.length) link.send({ type: "subscribe", units, staff });
      this.#renewLater(link, lifetime(token));
    };
    socket.onmessage = ({ data }) => this.#receive(link, JSON.parse(data));
    socket.onclose = ({ code, reason }) => link.end({ code, reason: reason || "connection lost" });
    // onclose follows.
    socket.onerror = () => {};
  }

  async #stream(link, token) {
    const query = new URLSearchParams();
    for (const [name, ids] of Object.entries(this.#narrowing)) {
      if (ids?.length) query.set(name, ids.join(","));
    }
    if (this.#position) query.set("last_event_id", this.position);
    const abort = new AbortController();
    link.cut = () => abort.abort();
    const answer = await this.#fetch(`${this.#url}/v1/events?${query}`, {
      headers: { Accept: "text/event-stream", Authorization: `Bearer ${token}` },
      signal: abort.signal,
      cache: "no-store",
    });
    if (!answer.ok) {
      const problem = await answer.json().catch(() => ({}));
      const code = answer.status === 401 ? TOKEN_REFUSED : answer.status;
      return link.end({ code, reason: problem.detail ?? answer.statusText });
    }
    let rest = "";
    for await (const text of readText(answer.body)) {
      const parts = (rest + text).split("\n\n");
      rest = parts.pop();
      link.watch();
      for (const part of parts) {
        const data = part.split("\n").filter((line) => line.startsWith("data:"));
        if (data.length) this.#receive(link, JSON.parse(data.map((line) => line.slice(5)).join("\n")));
      }
    }
    link.end({ code: link.greeted ? SERVER_STOPS : undefined, reason: "the stream has ended" });
  }

  #receive(link, frame) {
    if (link.over) return;
    link.watch();
    if (frame.type === "ping") return link.send({ type: "pong" });
    if (frame.type === "auth") return this.#renewLater(link, frame.expires_in);
    if (frame.type === "hello") link.greeted = true;
    this.#work = this.#work
      .then(() => link.over || this.#take(link, frame))
      .catch((error) => link.end({ reason: String(error) }));
  }

  async #take(link, frame) {
    const { type, epoch, pos } = frame;
    if (type === "hello") {
      this.#tell("open");
      link.epoch = epoch;
      if (!this.#position) await this.#readAgain("start", epoch, pos);
    } else if (type === "resync") {
      link.epoch = epoch;
      await this.#readAgain(frame.reason, epoch, pos);
    } else if (type === "mark") {
      this.#position = { epoch: link.epoch, pos };
    } else if (pos === undefined) {
      if (type === "subscribed") this.#agreed = { units: frame.units, staff: frame.staff };
      if (type === "error" && frame.code === "not-found") this.#narrowing = this.#agreed;
      await this.#call(this.#handlers.get(type), frame);
    } else if (pos > this.#position.pos) {
      if (frame.prev > this.#position.pos) return link.end({ reason: "an event is missing" });
      await this.#call(this.#handlers.get(type), frame);
      await this.#call(this.#handlers.get("*"), frame);
      this.#position = { epoch: link.epoch, pos };
    }
  }

  /** What the client shows must be read again. If that fails, the position stays, and so does the need. */
  async #readAgain(reason, epoch, pos) {
    for (const callback of [...this.#resyncs]) await callback(reason);
    this.#position = { epoch, pos };
  }

  async #call(handlers, frame) {
    for (const handler of [...(handlers ?? [])]) {
      try {
        await handler(frame);
      } catch (error) {
        complain(error);
      }
    }
  }

  #renewLater(link, seconds) {
    clearTimeout(link.renewal);
    if (Number.isNaN(seconds) || link.over) return;
    link.renewal = setTimeout(async () => {
      try {
        link.send({ type: "auth", token: await this.#token() });
      } catch {
        // The server closes the connection when the old token is over; then it is tried again.
      }
    }, Math.max(1000, seconds * RENEWAL * 1000));
  }

  #tell(state, reason, code) {
    for (const watcher of [...this.#watchers]) {
      try {
        watcher(state, reason, code);
      } catch (error) {
        complain(error);
      }
    }
  }

  #finish(reason, code) {
    if (this.#closed) return;
    this.#closed = true;
    this.#link?.end({ reason });
    this.#wake();
    this.#tell("closed", reason, code);
  }
}

/** What belongs to one connection. */
class Link {
  over = false;
  greeted = false;
  cut = () => {};
  send = () => {};

  constructor() {
    this.ended = new Promise((resolve) => {
      this.end = (how) => {
        if (this.over) return;
        this.over = true;
        clearTimeout(this.silence);
        clearTimeout(this.renewal);
        this.cut();
        resolve(how);
      };
    });
  }

  /** Something was heard; if nothing is for long, this is over. */
  watch() {
    if (this.over) return;
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.end({ reason: "nothing was heard" }), SILENCE);
  }
}

function add(set, item) {
  set.add(item);
  return () => set.delete(item);
}

// What goes wrong in a handler is not the connection's fault, and would come again with the same event.
function complain(error) {
  console.error("strata-events: a handler failed", error);
}

function readPosition(text) {
  const [, epoch, pos] = /^(.+):(\d+)$/.exec(text) ?? [];
  if (!epoch) throw new TypeError(`strata-events: ${text} is no position`);
  return { epoch, pos: Number(pos) };
}

/** Seconds that an access token still counts, by its own clock where ours is wrong; NaN: it does not say. */
function lifetime(token) {
  try {
    const { exp, iat } = JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")));
    const left = exp - Date.now() / 1000;
    return left > 0 ? Math.min(left, exp - iat) : exp - iat;
  } catch {
    return NaN;
  }
}

async function* readText(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    yield value;
  }
}
