// What a type checker must accept and, where it says so, refuse. Checked, never run.
import { connect, type StrataEvent } from "../../app/web/strata-events.js";

const events = connect({ url: location.href, token: async () => "t", resume: null, units: [1], WebSocket: null });
connect({ url: new URL("https://s.test"), token: () => "t", WebSocket, fetch });

const stop = events.on("schedule:updated", (event) => {
  const person: number = event.staff_id;
  const state: string | undefined = event.state;
  console.log(person, state, event.start ?? "always", event.kind === "duty");
  // @ts-expect-error: a schedule is not of this kind
  console.log(event.kind === "holiday");
  // @ts-expect-error: there is no such field
  console.log(event.note);
});
stop();
events.on("schedule:bulk", (event) => event.kinds.map((kind) => kind.length));
events.on("settings:updated", (event) => (event.id === undefined ? event.kind === "approval_rule" : true));
events.on("*", (event: StrataEvent) => (event.type === "staff:updated" ? event.staff_id : event.pos));
events.on("error", (refusal) => refusal.detail.length);
// @ts-expect-error: there is no such event
events.on("schedule:moved", () => {});
events.onResync(async (reason) => console.log(reason === "too-old"));
// @ts-expect-error: there is no such reason
events.onResync((reason) => reason === "tired");
events.onState((state, reason, code) => console.log(state === "closed", reason?.length, code?.toFixed()));
events.subscribe({ staff: [7] });
events.subscribe();
// @ts-expect-error: ids are numbers
events.subscribe({ units: ["1"] });
const position: string | null = events.position;
// @ts-expect-error: where a client stands is not set from outside
events.position = position;
events.close();
// @ts-expect-error: without a token nothing works
connect({ url: "https://s.test" });
