import type { BehaviourPatch, FaultInput } from "../../emulator/src/index";
import type { Quotes } from "./judge";

/** How long a fault is there: for one call, or until somebody repairs it. */
export type Lasts = "once" | "untilRepaired";

/** A fault that the emulator makes, without the calls that it meets: those follow from the operation. */
type AnswerFault = FaultInput extends infer Input
  ? Input extends FaultInput
    ? Omit<Input, "action" | "count" | "skip">
    : never
  : never;

/** What happens to a call on its way; `tests/faults/gateway.ts` does it. */
export type WayTrouble =
  /** ENS never gets it, and nobody answers. */
  | "swallowed"
  /** ENS carries it out, and nobody answers. */
  | "answerSwallowed"
  /** Nobody answers, and ENS gets it only after the next run. */
  | "late"
  | "slowDrip"
  | "endlessDrip"
  | "redirect"
  /** The connection had been closed while it was idle. */
  | "staleSocket"
  | "otherInstance"
  | "contradiction"
  /** SIGKILL for the provider's process before ENS gets the call, and after ENS has carried it out. */
  | "killedBefore"
  | "killedAfter";

/** What happens to connections. */
export type NetworkTrouble =
  | "refused"
  | "nameUnknown"
  | "nameServiceSilent"
  | "certificateUnknown"
  | "handshakeReset"
  | "handshakeSilent"
  | "proxyDown"
  | "proxyRefuses"
  | "proxyResets"
  | "proxySilent";

type Means =
  | { by: "answer"; fault: AnswerFault }
  | { by: "way"; trouble: WayTrouble }
  | { by: "network"; trouble: NetworkTrouble }
  /** A switch of the emulator. */
  | { by: "switch"; behaviour: BehaviourPatch }
  /** Events come or go between two pages of a list. */
  | { by: "pages"; change: "appears" | "disappears" }
  /** The clock of the machine that runs Pulumi is wrong by so many milliseconds. */
  | { by: "clock"; skew: number }
  | { by: "profile"; change: "gone" | "expired" | "renewed" };

export interface Fault {
  name: string;
  group: GroupName;
  means: Means;
  lasts: Lasts;
  /** Which calls it can meet. */
  meets: "anyCall" | "reads" | "orders";
  /** Switches that are thrown besides, until the repair. */
  besides?: BehaviourPatch;
  /** What an error that it causes must quote. */
  quotes?: Quotes;
}

export type GroupName = keyof typeof GROUPS;

/** Families of faults, with what they mean to the person who runs Pulumi. */
export const GROUPS = {
  throttling: {
    title: "Throttling",
    sees: "Only a pause, if ENS accepts the call within six attempts. Otherwise an error with the code and the request id.",
    does: "Run `pulumi up` again later. It keeps the accepted orders and sends only the rest.",
  },
  server: {
    title: "Errors inside ENS or in a gateway",
    sees:
      "Reads are retried. After such an answer, an order is never sent again, because ENS may have accepted it: the event shows " +
      "`outcome unknown`. If ENS shows the order a moment later, the run continues normally.",
    does: "Run `pulumi up` again. It first checks for the order. While ENS still shows Inquiring, it sends nothing for five minutes and says until when.",
  },
  answers: {
    title: "Invalid or unexpected answers",
    sees: "Reads are retried or fail with the reason. If the answer to an order cannot be read, the provider checks for the order.",
    does: "Run `pulumi up` again. If the error repeats, look for a proxy, a firewall or a login page that answers instead of ENS.",
  },
  results: {
    title: "Results that do not match the orders",
    sees: "The result for its event and its instance decides about each order. If the result is missing, or two results differ, the outcome is unknown, and the provider checks for the order.",
    does: "Nothing if the run succeeds. Otherwise run `pulumi up` again.",
  },
  rejections: {
    title: "Orders that ENS refuses individually",
    sees: "The other orders stay in force. The error names each refused event with the code, the message and the request id.",
    does: "Fix the cause that the message names, or wait if the cause is temporary. Then run `pulumi up` again: it retries only the refused orders.",
  },
  connections: {
    title: "Broken or silent connections",
    sees: "Reads are retried on a new connection. If an order may have been sent, the provider checks for it. An order that was certainly not sent is retried.",
    does: "Run `pulumi up` again when the network works.",
  },
  network: {
    title: "DNS names, certificates and proxies",
    sees: "An error that names the call and the host that cannot be reached. It lists orders that were not sent.",
    does: "Fix the cause that the error names, and run `pulumi up` again.",
  },
  reads: {
    title: "Incomplete or late reads",
    sees: "The run waits until ENS shows the order, within `timeout`. A list that changes while it is read is read again.",
    does: "Nothing. If `timeout` was too short, run `pulumi up` again, which resumes the wait.",
  },
  clock: {
    title: "A wrong clock on this machine",
    sees: "Nothing, if the clock is wrong by at most 15 minutes. Otherwise ENS refuses every call, and the error says that the clock is wrong.",
    does: "Correct the clock and run `pulumi up` again.",
  },
  credentials: {
    title: "Credentials and permissions",
    sees: "An expired token is renewed once. Otherwise an error with the code, the request id and what to renew or grant.",
    does: "Renew or grant what the error names, and run `pulumi up` again.",
  },
  death: {
    title: "A killed provider process",
    sees: "Pulumi reports that the provider's process ended. The state is the one from before the run, even if ENS accepted orders.",
    does: "Run `pulumi up` again: it finds the accepted orders by the mark in their time, or by the status at ENS, and does not send them again.",
  },
} as const;

const DURATIONS = ["once", "untilRepaired"] as const satisfies readonly Lasts[];
const spell = (lasts: Lasts): string => (lasts === "once" ? "once" : "until repaired");

function throttled(): Fault[] {
  return [400, 429].flatMap((status) =>
    [undefined, 2_000].flatMap((retryAfterMs) =>
      DURATIONS.map((lasts): Fault => {
        const code = status === 400 ? "Throttling.Api" : "Throttling.User";
        return {
          name: `HTTP ${status}, ${retryAfterMs === undefined ? "no" : "with"} x-acs-retry-after, ${spell(lasts)}`,
          group: "throttling",
          means: {
            by: "answer",
            fault: {
              kind: "throttle",
              status: status === 400 ? 400 : 429,
              code,
              ...(retryAfterMs !== undefined && { retryAfterMs }),
            },
          },
          lasts,
          meets: "anyCall",
          quotes: { code, requestId: true },
        };
      }),
    ),
  );
}

/** Faults that come before a call is carried out can meet any call; those after it differ only for orders. */
const WHEN = [
  { when: "before", meets: "anyCall", words: "order not taken" },
  { when: "after", meets: "orders", words: "order taken" },
] as const;

function serverErrors(): Fault[] {
  return [500, 502, 503].flatMap((status) =>
    (["JSON", "HTML", "empty"] as const).flatMap((body) =>
      WHEN.flatMap(({ when, meets, words }) =>
        DURATIONS.map((lasts): Fault => {
          const kind = ({ JSON: "status", HTML: "html", empty: "empty" } as const)[body];
          const code = status === 500 ? "InternalError" : "ServiceUnavailable";
          return {
            name: `HTTP ${status}, ${body} body, ${words}, ${spell(lasts)}`,
            group: "server",
            means: { by: "answer", fault: { kind, status, when } },
            lasts,
            meets,
            ...(body === "JSON" && { quotes: { code, requestId: true } }),
          };
        }),
      ),
    ),
  );
}

function strangeAnswers(): Fault[] {
  const answers = [
    { words: "HTTP 200 with text that is not JSON", kind: "notJson" },
    { words: "HTTP 200 with an HTML page", kind: "html" },
    { words: "HTTP 200 with an empty body", kind: "empty" },
  ] as const;
  return [
    ...answers.flatMap(({ words: what, kind }) =>
      WHEN.flatMap(({ when, meets, words }) =>
        DURATIONS.map((lasts): Fault => ({
          name: `${what}, ${words}, ${spell(lasts)}`,
          group: "answers",
          means: { by: "answer", fault: { kind, status: 200, when } },
          lasts,
          meets,
        })),
      ),
    ),
    ...DURATIONS.flatMap((lasts): Fault[] => [
      {
        name: `HTTP 200 with half of the JSON, order taken, ${spell(lasts)}`,
        group: "answers",
        means: { by: "answer", fault: { kind: "truncate" } },
        lasts,
        meets: "anyCall",
      },
      {
        name: `a redirect, order not taken, ${spell(lasts)}`,
        group: "answers",
        means: { by: "way", trouble: "redirect" },
        lasts,
        meets: "anyCall",
      },
    ]),
  ];
}

function strangeResults(): Fault[] {
  const result = (name: string, means: Means, lasts: Lasts): Fault => ({
    name: `${name}, ${spell(lasts)}`,
    group: "results",
    means,
    lasts,
    meets: "orders",
  });
  return DURATIONS.flatMap((lasts) => [
    result("no result for any order", { by: "answer", fault: { kind: "missingResult" } }, lasts),
    result(
      "no result for one order",
      { by: "answer", fault: { kind: "missingResult", eventId: "e-1" } },
      lasts,
    ),
    result("each result twice", { by: "answer", fault: { kind: "duplicateResult" } }, lasts),
    result(
      "a result for an event that was not ordered",
      { by: "answer", fault: { kind: "foreignResult" } },
      lasts,
    ),
    result("results that name another instance", { by: "way", trouble: "otherInstance" }, lasts),
    result("two results that contradict each other", { by: "way", trouble: "contradiction" }, lasts),
  ]).concat([
    result(
      "results in reverse order",
      { by: "switch", behaviour: { resultOrder: "reversed" } },
      "untilRepaired",
    ),
    result(
      "ids that end in a newline",
      { by: "switch", behaviour: { trailingNewline: true } },
      "untilRepaired",
    ),
  ]);
}

/**
 * What ENS may refuse an order for; the codes are the emulator's reading of the vendor's pages, and EventType, which ENS
 * may name where an event is of another type.
 */
const REFUSALS = [
  ...["EventId", "ResourceId", "EventType", "OpsType", "DataPolicy", "PlanTime", "Password"].map((field) => ({
    code: 400,
    message: `InvalidParameter.${field}: The specified field ${field} invalid. Please check it again.`,
  })),
  {
    code: 400,
    message: "IncorrectInstanceStatus: The current status of the instance does not support this operation.",
  },
  { code: 403, message: "NoPermission: Permission denied." },
  { code: 429, message: "Throttling.Api: Request was denied due to flow control." },
  { code: 500, message: "ens.interface.error: Failed to call API." },
  {
    code: 503,
    message: "ServiceUnavailable: The request has failed due to a temporary failure of the server.",
  },
] as const;

function refusals(): Fault[] {
  const refused = (name: string, fault: AnswerFault, code: number): Fault => ({
    name,
    group: "rejections",
    means: { by: "answer", fault },
    lasts: "untilRepaired",
    meets: "orders",
    quotes: { code: String(code), requestId: true },
  });
  return [
    ...REFUSALS.map(({ code, message }) =>
      refused(
        `one order: ${code}, ${message.slice(0, message.indexOf(":"))}`,
        { kind: "itemFailure", eventId: "e-1", code, message },
        code,
      ),
    ),
    refused(
      "all orders: 500, ens.interface.error",
      { kind: "itemFailure", code: 500, message: "ens.interface.error: Failed to call API." },
      500,
    ),
    {
      ...refused(
        "the whole call: 400, InvalidParameter.EventInfos",
        {
          kind: "status",
          status: 400,
          code: "InvalidParameter.EventInfos",
          message: "The specified field EventInfos invalid. Please check it again.",
        },
        400,
      ),
      quotes: { code: "InvalidParameter.EventInfos", requestId: true },
    },
  ];
}

function brokenConnections(): Fault[] {
  const broken = (
    name: string,
    means: Means,
    meets: Fault["meets"],
    durations: readonly Lasts[] = DURATIONS,
  ): Fault[] =>
    durations.map((lasts) => ({
      name: `${name}, ${spell(lasts)}`,
      group: "connections",
      means,
      lasts,
      meets,
    }));
  const way = (trouble: WayTrouble): Means => ({ by: "way", trouble });
  const reset = (when: "before" | "after" | "midBody"): Means => ({
    by: "answer",
    fault: { kind: "reset", when },
  });
  return [
    ...broken("reset, order not taken", reset("before"), "anyCall"),
    ...broken("reset, order taken", reset("after"), "orders"),
    ...broken("reset in the middle of the answer, order taken", reset("midBody"), "anyCall"),
    ...broken("no answer in time, order never taken", way("swallowed"), "anyCall"),
    ...broken("no answer in time, order taken", way("answerSwallowed"), "orders"),
    ...broken("no answer in time, order taken late, after the next run", way("late"), "orders", ["once"]),
    ...broken("an answer that drips slowly", way("slowDrip"), "anyCall", ["untilRepaired"]),
    ...broken("an answer that drips for longer than the read timeout", way("endlessDrip"), "anyCall"),
    ...broken("a kept connection that was closed while idle", way("staleSocket"), "reads", ["untilRepaired"]),
    ...broken("connection refused", { by: "network", trouble: "refused" }, "anyCall", ["untilRepaired"]),
  ];
}

function brokenNetwork(): Fault[] {
  const trouble = (name: string, what: NetworkTrouble, durations: readonly Lasts[] = DURATIONS): Fault[] =>
    durations.map((lasts) => ({
      name: `${name}, ${spell(lasts)}`,
      group: "network",
      means: { by: "network", trouble: what },
      lasts,
      meets: "anyCall",
    }));
  return [
    ...trouble("DNS: the name is unknown", "nameUnknown"),
    ...trouble("DNS: the name service does not answer", "nameServiceSilent"),
    ...trouble("TLS: an untrusted certificate", "certificateUnknown"),
    ...trouble("TLS: a reset in the handshake", "handshakeReset"),
    ...trouble("TLS: a handshake without an end", "handshakeSilent"),
    ...trouble("proxy: no process listens", "proxyDown", ["untilRepaired"]),
    ...trouble("proxy: refuses the tunnel (407)", "proxyRefuses"),
    ...trouble("proxy: resets the connection", "proxyResets"),
    ...trouble("proxy: never answers", "proxySilent"),
  ];
}

function incompleteReads(): Fault[] {
  const seen = (name: string, means: Means, more: Partial<Fault> = {}): Fault => ({
    name,
    group: "reads",
    means,
    lasts: "untilRepaired",
    meets: "reads",
    ...more,
  });
  const lag = (readLag: string): Means => ({ by: "switch", behaviour: { readLag } });
  const paged: BehaviourPatch = { maxPageSize: 1, defaultPageSize: 1, pageSizeOverMax: "clamp" };
  return [
    ...["0s", "1s", "10s", "30s", "2m"].map((time) => seen(`reads lag by ${time}`, lag(time))),
    ...["30s", "2m"].map((readLag) =>
      seen(
        `reset after the order was taken, and reads lag by ${readLag}`,
        { by: "answer", fault: { kind: "reset", when: "after" } },
        { lasts: "once", meets: "orders", besides: { readLag } },
      ),
    ),
    seen("open events are hidden", { by: "switch", behaviour: { historyDefault: "neverOpen" } }),
    seen("pages of one event each", { by: "switch", behaviour: paged }),
    seen("an event appears between two pages", { by: "pages", change: "appears" }, { besides: paged }),
    seen("an event disappears between two pages", { by: "pages", change: "disappears" }, { besides: paged }),
  ];
}

const MINUTE = 60_000;

function wrongClocks(): Fault[] {
  return [-20, -10, 10, 20].map((minutes) => ({
    name: `${Math.abs(minutes)} minutes ${minutes < 0 ? "behind" : "ahead"}`,
    group: "clock",
    means: { by: "clock", skew: minutes * MINUTE },
    lasts: "untilRepaired",
    meets: "anyCall",
    ...(Math.abs(minutes) > 15 && { quotes: { code: "InvalidTimeStamp.Expired", requestId: true } }),
  }));
}

/** What ENS quotes when a signature does not match: the whole request, a password included. */
function quotedRequest(password: string): string {
  const infos = encodeURIComponent(JSON.stringify([{ EventId: "e-3", Password: password }]));
  return `Specified signature is not matched with our calculation. server string to sign is:POST\n/\nEventInfos=${infos}`;
}

function badCredentials(): Fault[] {
  const refused = (name: string, status: number, code: string, message: string): Fault => ({
    name: `${name} (${code})`,
    group: "credentials",
    means: { by: "answer", fault: { kind: "status", status, code, message } },
    lasts: "untilRepaired",
    meets: "anyCall",
    quotes: { code, requestId: true },
  });
  const profile = (name: string, change: "gone" | "expired" | "renewed", lasts: Lasts): Fault => ({
    name,
    group: "credentials",
    means: { by: "profile", change },
    lasts,
    meets: "anyCall",
    ...(change === "expired" && { quotes: { code: "InvalidSecurityToken.Expired", requestId: true } }),
  });
  return [
    profile("the STS token expires in the middle, and the profile has a new one", "renewed", "once"),
    profile("the STS token expires in the middle", "expired", "untilRepaired"),
    profile("the profile's file is gone", "gone", "untilRepaired"),
    refused("the key was deleted", 404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."),
    refused("the key was disabled", 400, "InvalidAccessKeyId.Inactive", "Specified access key is disabled."),
    refused(
      "the secret is wrong, and ENS quotes the request",
      400,
      "SignatureDoesNotMatch",
      quotedRequest(PASSWORD),
    ),
    refused("no permission", 400, "NoPermission", "Permission denied."),
    refused(
      "a policy forbids it",
      403,
      "Forbidden.RAM",
      "User not authorized to operate on the specified resource.",
    ),
  ];
}

function deaths(): Fault[] {
  const killed = (name: string, trouble: "killedBefore" | "killedAfter", meets: Fault["meets"]): Fault => ({
    name,
    group: "death",
    means: { by: "way", trouble },
    lasts: "once",
    meets,
  });
  return [
    killed("SIGKILL before the call is carried out", "killedBefore", "anyCall"),
    killed("SIGKILL after the call was carried out and before its answer", "killedAfter", "anyCall"),
  ];
}

/** Marked, as every secret of these tests is: no text may hold the mark. */
export const PASSWORD = "Marked4Password";

export const FAULTS: readonly Fault[] = [
  ...throttled(),
  ...serverErrors(),
  ...strangeAnswers(),
  ...strangeResults(),
  ...refusals(),
  ...brokenConnections(),
  ...brokenNetwork(),
  ...incompleteReads(),
  ...wrongClocks(),
  ...badCredentials(),
  ...deaths(),
];
