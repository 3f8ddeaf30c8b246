import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import prettier from "prettier";
import { type Tried, type Violation, VIOLATIONS } from "./cell";
import { type Fault, FAULTS, type GroupName, GROUPS } from "./faults";
import { type Operation, OPERATIONS } from "./operations";
import type { Measured } from "./residual";
import { leftOut, RULES } from "./rules";
import type { Transport } from "./testbed";

const FILE = path.resolve(__dirname, "../../docs/engineering/reliability.md");

/** What `tests/faults/engine` came to, in words: its runs take too long to make the page from each of them. */
const ENGINE = path.resolve(__dirname, "engine/results.md");

export const TRANSPORTS: readonly Transport[] = ["builtin", "sdk"];

/** What became of the cells that were tried. */
export class Outcomes {
  readonly #tried = new Map<string, Tried>();

  add({ fault, operation, transport }: CellName, tried: Tried): void {
    this.#tried.set(key(fault, operation, transport), tried);
  }

  of({ fault, operation, transport }: CellName): Tried["outcome"] | undefined {
    return this.#tried.get(key(fault, operation, transport))?.outcome;
  }

  get size(): number {
    return this.#tried.size;
  }

  violations(kind?: Violation["kind"]): number {
    const all = [...this.#tried.values()].flatMap(({ violations }) => violations);
    return all.filter((violation) => kind === undefined || violation.kind === kind).length;
  }
}

export interface CellName {
  fault: Fault;
  operation: Operation;
  transport: Transport;
}

function key({ group, name }: Fault, { title }: Operation, transport: Transport): string {
  return [group, name, title, transport].join("\n");
}

/** Cells that can be. */
export function cells(): CellName[] {
  return everything().filter((cell) => !leftOut(cell));
}

function everything(): CellName[] {
  return FAULTS.flatMap((fault) =>
    OPERATIONS.flatMap((operation) => TRANSPORTS.map((transport) => ({ fault, operation, transport }))),
  );
}

export interface Findings {
  outcomes: Outcomes;
  risks: readonly { name: string; measured: Measured }[];
}

/** What the page has to say, given what was found. */
export async function render(findings: Findings): Promise<string> {
  const { printWidth } = (await prettier.resolveConfig(FILE)) ?? {};
  const text = [
    ...introduction(findings.outcomes),
    ...(Object.keys(GROUPS) as GroupName[]).flatMap((group) => section(group, findings.outcomes)),
    ...leftOutSection(),
    ...riskSection(findings.risks),
    "## Through the engine",
    readFileSync(ENGINE, "utf8"),
  ].join("\n\n");
  return prettier.format(text, { parser: "markdown", ...(printWidth !== undefined && { printWidth }) });
}

export function current(): string {
  try {
    return readFileSync(FILE, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

export function write(text: string): void {
  writeFileSync(FILE, text);
}

function introduction(outcomes: Outcomes): string[] {
  const total = everything().length;
  const tried = outcomes.size;
  return [
    "<!-- Made by `UPDATE_RELIABILITY=1 npm run test:faults` from what that run found. Edit tests/faults, not this page. -->",
    "# What was tried, and what happened",
    "A migration plan orders work on machines that hold data. This page says which faults it was run into, what an operator sees of each, and what to do. It is made by a test run, and a test compares it with each later run.",
    `**${FAULTS.length} faults × ${OPERATIONS.length} points of operations × ${TRANSPORTS.length} transports = ${total} cells. ${tried} were tried, ${total - tried} cannot be ([why](#left-out)).**`,
    [
      "| found | |",
      "| --- | --: |",
      ...VIOLATIONS.map((kind) => `| ${kind} | ${outcomes.violations(kind)} |`),
    ].join("\n"),
    "The [residual risks](#residual-risks) are outside these counts.",
    "## How",
    [
      "Each cell talks to the real provider process over gRPC as Pulumi's engine does, with an ENS emulator of its own behind it. The fault begins at a certain call of the operation:",
      "",
      "| column | the operation | where the fault begins |",
      "| --- | --- | --- |",
      "| create, reading | first `pulumi up` of a plan with three events | before the first call |",
      "| create, ordering | the same | after the events were read, before the first of two calls that order |",
      "| update, reading | `pulumi up` with one event changed and two more | before the first call |",
      "| update, ordering | the same | after the events were read, before the first of two calls that order |",
      '| waiting | `pulumi up` with `waitFor: "executed"` | once the orders were taken |',
      "| refresh | `pulumi refresh` after one event was migrated | before the first call |",
      '| delete | `pulumi destroy` with `onRemove: "fail"` after all events have ended | before the first call |',
    ].join("\n"),
    "If the command fails over a fault that stays, it is run once more before anything is repaired. Then the target is repaired and the command is run again, at once and then every five minutes, until it has nothing to do. Then the emulator's ledger of orders is the judge:",
    [
      "- ENS took no more orders for an event than one, and one more for each change of it in the program.",
      "- Every event has the order in force that the last preview showed: time, data policy, immediate or scheduled.",
      "- The last run succeeded; one more finds no changes, and even a forced update sends nothing.",
      "- While the fault was there, no order that ENS had taken was missing in the state.",
      "- Each error names the events or the call, says what to do, and quotes ENS's code and request id where ENS gave them.",
      "- No key, token, password or proxy password is in an error, in the state's outputs or in what the process printed.",
    ].join("\n"),
    "What the tables say:",
    [
      "| | |",
      "| --- | --- |",
      "| through | the command succeeded in spite of the fault |",
      "| error | the command failed and said why; after the repair the next ones finished the work |",
      "| through / error | the built-in transport / Alibaba Cloud's client ([a stand-in for it](../configuration.md#transport)) |",
      "| a, b, … | [left out](#left-out), for that reason |",
    ].join("\n"),
    "“Once” is a fault of one call; “until repaired” meets every call from then on. “Order taken” is what ENS did with an order whose call met the fault.",
  ];
}

function section(group: GroupName, outcomes: Outcomes): string[] {
  const { title, sees, does } = GROUPS[group];
  const faults = FAULTS.filter((fault) => fault.group === group);
  return [
    `## ${title}`,
    `**You see:** ${sees}`,
    `**You do:** ${does}`,
    [
      `| fault | ${OPERATIONS.map((operation) => operation.title).join(" | ")} |`,
      `| --- |${" --- |".repeat(OPERATIONS.length)}`,
      ...faults.map((fault) => `| ${fault.name} | ${row(fault, outcomes).join(" | ")} |`),
    ].join("\n"),
  ];
}

function row(fault: Fault, outcomes: Outcomes): string[] {
  return OPERATIONS.map((operation) => {
    const tried = TRANSPORTS.flatMap((transport) => outcomes.of({ fault, operation, transport }) ?? []);
    const letters = TRANSPORTS.flatMap((transport) => {
      const rule = leftOut({ fault, operation, transport });
      return rule ? letterOf(RULES.indexOf(rule)) : [];
    });
    const outcome = [...new Set(tried)].join(" / ");
    return [outcome, ...new Set(letters)].filter(Boolean).join(" ");
  });
}

function letterOf(rule: number): string {
  return String.fromCharCode("a".charCodeAt(0) + rule);
}

function leftOutSection(): string[] {
  const all = everything();
  return [
    "## Left out",
    [
      "| | cells | because |",
      "| --- | --: | --- |",
      ...RULES.map((rule, index) => {
        const cells = all.filter((cell) => leftOut(cell) === rule).length;
        return `| ${letterOf(index)} | ${cells} | ${rule.because} |`;
      }),
    ].join("\n"),
  ];
}

function riskSection(risks: Findings["risks"]): string[] {
  return [
    "## Residual risks",
    "ENS has no client token and no call to cancel an order, and the provider learns what ENS has taken from the answer or from later reads. So these remain. A simulation that judges only by the program, ENS's ledger and the clock (`tests/simulation`) has each of them as a named rule with a count, and finds no other in what it plays. [What remains](../concepts.md#what-remains) has four more:",
    [
      "- **The provider is killed between an order and its answer, and reads lag behind at the next `up`.** Pulumi's state does not know of the order, and ENS does not show it. The event is ordered twice. A killed process alone, or reads that lag alone, do no harm.",
      "- **Two stacks order the same event within a read's lag.** Each has read that the event waits for an order. The later order replaces the earlier one, and the other stack sees it at its next `pulumi refresh`.",
      "- **An `up` with nothing to do reads nothing.** An edit taken back after a killed `up`, an older state, and a later order of another stack show at the next `pulumi refresh`, `pulumi up --refresh` or update.",
      '- **A hidden history with `onUnknownEvent: "send"`.** After a kill, or a lost answer that did not show in its time, the event is ordered again.',
      "- **An ENS whose `NotBefore` does not show the mark.** A lost second order looks the same as the first, and another order in force reads as a move by the platform, or as the first time that ENS gives for the order.",
      "- **An immediate order has no mark.** If the process is killed after it, and ENS does not read Executing yet, it is sent again.",
      "- **The marks of two stacks agree** for three times in a thousand. Then another stack's order passes for this one's.",
    ].join("\n"),
    "Measured, for one event:",
    [
      "| what happened | orders taken | orders refused | order in force at the end | further runs |",
      "| --- | --: | --: | --- | --- |",
      ...risks.map(({ name, measured: { accepted, refused, asPlanned, afterwards } }) => {
        const inForce = asPlanned ? "as planned" : "not as planned";
        return `| ${name} | ${accepted} | ${refused} | ${inForce} | ${afterwards} |`;
      }),
    ].join("\n"),
    "What to do: after a killed run wait a few minutes before the next `up`, run `pulumi refresh` before you take an edit back, and keep each event in one stack. Both orders of a killed run say the same, so the machine still moves once, at the planned time and with the planned data policy.",
  ];
}
