// Follows events with the module, in whatever runs it, and tells a desk of the tests all that it sees.
const [desk, name] = globalThis.document
  ? [location.origin, new URLSearchParams(location.search).get("name")]
  : (await import("node:process")).argv.slice(2);

const ask = async (what, options) => (await fetch(`${desk}/${what}?name=${name}`, options)).json();
let said = Promise.resolve();
const say = (line) => {
  said = said.then(() => ask("line", { method: "POST", body: JSON.stringify(line) }));
  return said;
};

// The module waits as long as chance will have it; the tests have no time for that.
const draw = Math.random;
Math.random = () => draw() / 20;

try {
  const { module, url, streams } = await ask("config");
  const { connect } = await import(module);
  const events = connect({ url, token: () => ask("token"), ...(streams ? { WebSocket: null } : {}) });
  events.on("*", (frame) => say({ frame, before: events.position }));
  events.onResync((reason) => say({ resync: reason }));
  events.onState((state, reason, code) => say({ state, reason, code }));
} catch (error) {
  await say({ failed: String(error) });
}
