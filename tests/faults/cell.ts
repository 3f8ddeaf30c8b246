import { parseMigrations } from "../../sdk/src/index";
import type { CallError, Properties, ProviderHost } from "../conformance/host";
import { Plan, type Run } from "../conformance/plan";
import type { Fault } from "./faults";
import type { Action } from "./gateway";
import {
  notAsWritten,
  orderedTwice,
  ordersOf,
  type Quotes,
  secretsIn,
  unhelpful,
  unquoted,
  writesOf,
  writtenIn,
} from "./judge";
import type { Operation } from "./operations";
import { SECRETS, type Setting, type Target, type Testbed } from "./testbed";

/*
 * The fault matrix has a cell for each fault (faults.ts) at each point of an operation (operations.ts) with each host and
 * transport (lanes.ts). A cell is tried on the provider's own process, which is spoken to as Pulumi's engine does
 * (tests/conformance/plan.ts):
 *
 *   provider's process → gateway (gateway.ts) → emulator
 *
 * The emulator and the gateway before it are the cell's target; the gateway makes the faults that an emulator cannot, such as a
 * silent connection. Cells of one lane share a testbed (testbed.ts): processes, which take long to start, and the clock.
 * Process, emulator and test share that clock through a file, the remote control (remoteControl.ts), so that hours pass in no
 * time. judge.ts says what may not be, page.ts what the page says, rules.ts which cells cannot be, and residual.ts measures what
 * nobody can exclude.
 */

/** What must not be, as the page counts it. */
export const VIOLATIONS = [
  "orders sent twice",
  "orders forgotten",
  "plans that do not come to rest",
  "errors that do not help",
  "secrets shown",
  "faults that met no call",
] as const;
export interface Violation {
  kind: (typeof VIOLATIONS)[number];
  what: string;
}

/** What a cell came to. */
export interface Tried {
  /** The operation succeeded in spite of the fault, or failed with an error. */
  outcome: "through" | "error";
  violations: Violation[];
}

const SETTLE_TIME = 5 * 60_000;
/** More runs than any cell needs to come to rest. */
const MOST_RUNS = 6;

/** Brings a target to an operation, runs it into a fault, repairs the target, runs until quiet, and judges. */
export async function tryCell(testbed: Testbed, fault: Fault, operation: Operation): Promise<Tried> {
  const settings = settingsOf(fault);
  const target = await testbed.target(operation.behaviour ?? {}, settings.healthy);
  try {
    testbed.profile("first");
    return await new Cell(testbed, fault, operation, target, settings).run();
  } finally {
    await target.close();
  }
}

class Cell {
  readonly #plan: Plan;
  readonly #errors = new Set<string>();
  readonly #violations: Violation[] = [];

  constructor(
    readonly testbed: Testbed,
    readonly fault: Fault,
    readonly operation: Operation,
    readonly target: Target,
    readonly settings: { healthy: Setting; faulty: Setting },
  ) {
    this.#plan = new Plan({ name: "edge", stack: target.stack });
  }

  async run(): Promise<Tried> {
    const { testbed, operation, target, settings, fault } = this;
    const { gateway, emulator } = target;
    // Processes take long to start, so they start together.
    const [healthy, { faulty, ends }] = await Promise.all([
      testbed.process(settings.healthy),
      this.#faultyProcess(),
    ]);
    const base = {
      dataPolicy: "force_transfer",
      connection: { endpoint: isOnName(fault) ? gateway.namedEndpoint : gateway.endpoint },
    };
    const now = testbed.control.now();
    const wanted = { ...base, ...operation.wanted(now) };
    if (operation.before) {
      const { error } = await this.#plan.up(healthy, { ...base, ...operation.before(now) });
      if (error) throw error;
    }
    testbed.control.advance(operation.passes ?? 0);

    this.#arm();
    const run = await this.#operate(faulty, wanted);
    this.#isTruthful(run);
    // Of a process that was killed, the engine says so.
    if (run.error && !isDeath(fault)) this.#judgeError(run.error, fault.quotes);
    const isMet = run.error !== undefined || gateway.hits > 0 || this.#isThere();
    if (!isMet) this.#find("faults that met no call", fault.name);

    // The impatient try again before anything is repaired.
    if (run.error && fault.lasts === "untilRepaired") {
      const { error } = await this.#operate(faulty, wanted);
      if (error) this.#judgeError(error);
      this.#isTruthful(run);
    }
    await this.#repair();
    const printed = testbed.printed(faulty) + testbed.printed(healthy);
    await ends();
    await this.#rest(healthy, wanted);

    this.#find("orders sent twice", ...orderedTwice(emulator, operation.edits));
    if (operation.command !== "destroy")
      this.#find("orders forgotten", ...notAsWritten(emulator, writtenIn(wanted)));
    const texts = {
      "what the process printed": printed + testbed.printed(healthy),
      "an error": [...this.#errors].join("\n"),
      "the state": JSON.stringify(this.#plan.kept?.outputs ?? {}),
    };
    for (const [where, text] of Object.entries(texts))
      this.#find("secrets shown", ...secretsIn(where, text, SECRETS));
    return { outcome: run.error ? "error" : "through", violations: this.#violations };
  }

  /** Each violation once, however many runs show it. */
  #find(kind: Violation["kind"], ...found: string[]): void {
    for (const what of found) {
      if (!this.#violations.some((violation) => violation.what === what))
        this.#violations.push({ kind, what });
    }
  }

  async #faultyProcess(): Promise<{ faulty: ProviderHost; ends: () => Promise<void> }> {
    const { testbed, fault, settings, target } = this;
    if (!isDeath(fault))
      return { faulty: await testbed.process(settings.faulty), ends: () => Promise.resolve() };
    const { process, kill } = await testbed.mortal(settings.faulty);
    target.gateway.kill = kill;
    return { faulty: process, ends: () => process.stop() };
  }

  /** Lets the fault loose at the operation's step. */
  #arm(): void {
    const { fault, operation, target } = this;
    const { emulator, gateway } = target;
    if (fault.besides) emulator.behaviour(fault.besides);
    switch (operation.step) {
      case "reading":
        return this.#strike(undefined);
      case "ordering":
        // What strikes once is to strike the order, not a read.
        return gateway.after("DescribeHistoryEvents", () =>
          this.#strike(fault.lasts === "once" || fault.meets === "orders" ? ORDER : undefined),
        );
      case "waiting":
        return gateway.after(ORDER, () => this.#strike(undefined));
    }
  }

  #strike(action: Action | undefined): void {
    const { fault, testbed, target } = this;
    const { emulator, gateway } = target;
    const { means, lasts } = fault;
    switch (means.by) {
      case "answer": {
        const count = lasts === "once" ? 1 : "always";
        const isOfResults = /Result$|itemFailure/.test(means.fault.kind);
        emulator.faults([{ ...means.fault, count, ...(action && !isOfResults && { action }) }]);
        return;
      }
      case "way":
        return gateway.way(means.trouble, lasts, action);
      case "network":
        return gateway.network(means.trouble, lasts);
      case "switch":
        emulator.behaviour(means.behaviour);
        return;
      case "pages":
        gateway.whenRead = changePages(target, means.change);
        return;
      case "profile":
        if (means.change === "gone") return testbed.profile("gone");
        if (means.change === "renewed") testbed.profile("second");
        emulator.faults([
          { kind: "expiredToken", count: lasts === "once" ? 1 : "always", ...(action && { action }) },
        ]);
        return;
      case "clock":
        return; // The process was started with it.
    }
  }

  async #operate(provider: ProviderHost, wanted: Properties): Promise<Run> {
    switch (this.operation.command) {
      case "up":
        return this.#plan.up(provider, wanted);
      case "refresh":
        return this.#plan.refresh(provider);
      case "destroy":
        return this.#plan.destroy(provider);
    }
  }

  async #repair(): Promise<void> {
    const { testbed, target } = this;
    const { emulator, gateway } = target;
    emulator.clearFaults();
    emulator.behaviour(HEALTHY);
    await gateway.repair();
    testbed.profile("second");
  }

  /** Runs the command until there is nothing more to do, as a person would. */
  async #rest(provider: ProviderHost, wanted: Properties): Promise<void> {
    const { testbed, target, operation } = this;
    for (let run = 1; run <= MOST_RUNS; run++) {
      const { did, error } = await this.#operate(provider, wanted);
      if (error) this.#judgeError(error);
      await target.gateway.deliver();
      if (!error && operation.command !== "up") break;
      if (!error && did === "nothing") break;
      if (run === MOST_RUNS) this.#find("plans that do not come to rest", error?.message ?? did);
      if (error) testbed.control.advance(SETTLE_TIME);
    }
    if (operation.command === "destroy") return;

    const writes = writesOf(target.emulator);
    await this.#plan.refresh(provider);
    const { did } = await this.#plan.up(provider, wanted);
    if (did !== "nothing") this.#find("plans that do not come to rest", "a further diff shows changes");
    await this.#plan.again(provider);
    if (writesOf(target.emulator) > writes)
      this.#find("orders sent twice", "a further update sends something");
  }

  /** No order that ENS has taken is missing in the state. A killed process tells nothing, so nothing can be asked of it. */
  #isTruthful({ did }: Run): void {
    if (isDeath(this.fault) || did === "delete") return;
    const kept = this.#plan.kept?.outputs;
    const migrations = kept && parseMigrations(kept as Parameters<typeof parseMigrations>[0]);
    for (const eventId of ordersOf(this.target.emulator).keys()) {
      const state = migrations?.get(eventId)?.ordered.state;
      if (state !== "accepted" && state !== "unknown")
        this.#find("orders forgotten", `${eventId} has an order, and the state says ${state ?? "nothing"}`);
    }
  }

  #judgeError({ message, partial }: CallError, quotes: Quotes = {}): void {
    const { emulator } = this.target;
    const reasons = partial?.reasons ?? message.split("\n");
    for (const reason of reasons) this.#errors.add(reason);
    this.#find(
      "errors that do not help",
      ...reasons.flatMap((reason) => unhelpful(reason, { emulator })),
      // One reason among others may be the one that quotes.
      ...unquoted(reasons.join("\n"), emulator, quotes),
    );
  }

  /** Faults that need no call of their own to be there. */
  #isThere(): boolean {
    const { means } = this.fault;
    return (
      means.by === "switch" ||
      means.by === "clock" ||
      means.by === "pages" ||
      (means.by === "network" && means.trouble.startsWith("name")) ||
      this.target.emulator.calls().some(({ fault }) => fault !== null)
    );
  }
}

const ORDER = "BatchEventMigrateInstance";

const HEALTHY = {
  readLag: 0,
  resultOrder: "asSent",
  trailingNewline: false,
  historyDefault: "withOpen",
  maxPageSize: 100,
  defaultPageSize: 10,
  pageSizeOverMax: "reject",
} as const;

function isDeath({ means }: Fault): boolean {
  return means.by === "way" && means.trouble.startsWith("killed");
}

/** Faults of names, certificates and proxies need an endpoint that has a name. */
function isOnName({ means }: Fault): boolean {
  return means.by === "network" && means.trouble !== "refused";
}

function settingsOf({ means }: Fault): { healthy: Setting; faulty: Setting } {
  const healthy: Setting = {
    ...(means.by === "network" && means.trouble.startsWith("proxy") && { proxied: true }),
    ...(means.by === "profile" && { profile: true }),
  };
  return {
    healthy,
    faulty: {
      ...healthy,
      ...(means.by === "clock" && { skew: means.skew }),
      ...(means.by === "profile" && means.change === "gone" && { another: true }),
    },
  };
}

/** An event of another kind of plan comes or goes on the first instance after each of the first pages. */
function changePages({ emulator }: Target, change: "appears" | "disappears"): () => void {
  const others = ["e-91", "e-92", "e-93"];
  if (change === "disappears") raise(others);
  let left = others;
  function raise(eventIds: readonly string[]): void {
    emulator.events(eventIds.map((eventId) => ({ eventId, resourceId: "i-1" })));
  }
  return () => {
    const [eventId, ...rest] = left;
    left = rest;
    if (eventId === undefined) return;
    if (change === "appears") raise([eventId]);
    else emulator.platform({ eventId, remove: true });
  };
}
