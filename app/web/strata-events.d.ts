/** Where a client stands: `epoch:pos`, as in the header Strata-Position. */
export type Position = string;

export type ScheduleKind = "adjustment" | "contract" | "duty";
export type ApprovalKind = "request" | "open_shift" | "delegation";
export type SettingsKind =
  | "unit"
  | "site"
  | "holiday"
  | "activity"
  | "pattern"
  | "preset"
  | "coverage_requirement"
  | "approval_rule"
  | "account"
  | "grant"
  | "settings"
  | "import_profile"
  | "webhook";

interface Frame {
  pos: number;
  prev: number;
  /** RFC 3339, UTC. */
  at: string;
}

/** What has changed; read it again where it is shown. */
interface Change extends Frame {
  id: number;
  /** Of the thing after the change; it grows. */
  version: number;
  action: "created" | "updated" | "deleted";
}

interface Matter {
  partner_id?: number;
  request_id?: number;
  state?: string;
  /** The time that may be different now; none: without begin, or without end. */
  start?: string;
  end?: string;
  /** As everybody may see it. */
  activity?: string;
}

export interface ScheduleEvent extends Change, Matter {
  type: "schedule:created" | "schedule:updated" | "schedule:deleted";
  kind: ScheduleKind;
  staff_id: number;
}

export interface ApprovalEvent extends Change, Matter {
  type: "approval:requested" | "approval:completed" | "approval:updated";
  kind: ApprovalKind;
  staff_id?: number;
}

export interface StaffEvent extends Change {
  type: "staff:updated";
  kind: "staff";
  staff_id: number;
}

/** Of approval rules is said only that some have changed, without id and version. */
export interface SettingsEvent extends Frame, Partial<Omit<Change, keyof Frame>> {
  type: "settings:updated";
  kind: SettingsKind;
  action: Change["action"];
}

/** So much has changed at once that it is not told one by one. */
export interface BulkEvent extends Frame {
  type: "schedule:bulk";
  kinds: string[];
}

export type StrataEvent = ScheduleEvent | ApprovalEvent | StaffEvent | SettingsEvent | BulkEvent;
export type EventType = StrataEvent["type"];
export type EventOf<T extends EventType, E = StrataEvent> = E extends { type: infer U }
  ? T extends U ? E & { type: T } : never
  : never;

/** The server's answer to a narrowing, or what is wrong with it. */
export interface Subscribed {
  type: "subscribed";
  units: number[];
  staff: number[];
}

export interface Refusal {
  type: "error";
  code: "unknown-type" | "invalid-frame" | "not-found";
  detail: string;
}

/** start: nothing has been read yet. The others: docs/realtime.md. */
export type ResyncReason = "start" | "epoch" | "ahead" | "too-old" | "rights";
export type State = "connecting" | "open" | "waiting" | "closed";
export type Unsubscribe = () => void;

/** Units and people whose events are wanted; none of both: all. */
export interface Narrowing {
  units?: number[];
  staff?: number[];
}

export interface Options extends Narrowing {
  /** The address of the server, without path. */
  url: string | URL;
  /** A valid access token: asked for at every connection and before the last one expires. */
  token: () => string | Promise<string>;
  /** The position to go on from. Without it, the callbacks of onResync are called first. */
  resume?: Position | null;
  /** Another implementation; null: Server-Sent Events, as where there is none. */
  WebSocket?: (new (url: string, protocol: string) => unknown) | null;
  fetch?: typeof fetch;
}

export interface Events {
  /** Up to where everything has been handled; null before the first time. Keep it for `resume`. */
  readonly position: Position | null;
  /** Handlers are awaited, one event after the other; an event may come again after `resume`. */
  on<T extends EventType>(type: T, handler: (event: EventOf<T>) => unknown): Unsubscribe;
  on(type: "*", handler: (event: StrataEvent) => unknown): Unsubscribe;
  on(type: "subscribed", handler: (frame: Subscribed) => unknown): Unsubscribe;
  on(type: "error", handler: (frame: Refusal) => unknown): Unsubscribe;
  /** What is shown must be read again; events go on when the promise is fulfilled. */
  onResync(callback: (reason: ResyncReason) => unknown): Unsubscribe;
  onState(handler: (state: State, reason?: string, code?: number) => void): Unsubscribe;
  subscribe(narrowing?: Narrowing): void;
  close(): void;
}

/** Connect, and stay connected until close(). */
export function connect(options: Options): Events;
