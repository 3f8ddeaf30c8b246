import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import prettier from "prettier";
import { type Tried, type Violation, VIOLATIONS } from "./cell";
import { type Fault, FAULTS, type GroupName, GROUPS } from "./faults";
import { type Lane, LANES, nameOf } from "./lanes";
import { type Operation, OPERATIONS } from "./operations";
import type { Measured } from "./residual";
import { leftOut, RULES } from "./rules";

const FILE = path.resolve(__dirname, "../../docs/engineering/reliability.md");

/** What `tests/faults/engine` came to, in words: its runs take too long to make the page from each of them. */
const ENGINE = path.resolve(__dirname, "engine/results.md");

/** What became of the cells that were tried. */
export class Outcomes {
  readonly #tried = new Map<string, Tried>();

  add(cell: CellName, tried: Tried): void {
    this.#tried.set(key(cell), tried);
  }

  of(cell: CellName): Tried["outcome"] | undefined {
    return this.#tried.get(key(cell))?.outcome;
  }

  get size(): number {
    return this.#tried.size;
  }

  violations({ kind, lane }: { kind?: Violation["kind"]; lane?: Lane } = {}): number {
    const tried = [...this.#tried].filter(([at]) => lane === undefined || at.endsWith(nameOf(lane)));
    const all = tried.flatMap(([, { violations }]) => violations);
    return all.filter((violation) => kind === undefined || violation.kind === kind).length;
  }
}

/** As the page's columns are headed. */
const WAYS = {
  "dynamic provider": {
    builtin: "dynamic provider, built-in transport",
    sdk: "dynamic provider, Alibaba Cloud's client",
  },
  plugin: { builtin: "plugin, built-in transport", sdk: "plugin, Alibaba Cloud's client" },
} as const;

export interface CellName {
  fault: Fault;
  operation: Operation;
  lane: Lane;
}

function key({ fault: { group, name }, operation: { title }, lane }: CellName): string {
  return [group, name, title, nameOf(lane)].join("\n");
}

/** Cells that can be. */
export function cells(lanes: readonly Lane[] = LANES): CellName[] {
  return everything(lanes).filter((cell) => !isLeftOut(cell));
}

function everything(lanes: readonly Lane[] = LANES): CellName[] {
  return FAULTS.flatMap((fault) =>
    OPERATIONS.flatMap((operation) => lanes.map((lane) => ({ fault, operation, lane }))),
  );
}

function isLeftOut({ fault, operation, lane: { transport } }: CellName): boolean {
  return leftOut({ fault, operation, transport }) !== undefined;
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
    "# Reliability: tested faults and their results",
    "A migration plan orders work on machines that contain data. This page lists the faults that were tested, what an operator sees of each fault, and what to do. A test run generates this page, and a test compares it with each later run.",
    `**${FAULTS.length} faults × ${OPERATIONS.length} points of operations × ${LANES.length} ways to ENS = ${total} cells. ${tried} were tested, ${total - tried} are impossible ([reasons](#impossible-combinations)).**`,
    [
      `| | ${LANES.map((lane) => WAYS[lane.host][lane.transport]).join(" | ")} |`,
      `| --- |${" --: |".repeat(LANES.length)}`,
      `| cells tested | ${LANES.map((lane) => cells([lane]).length).join(" | ")} |`,
      ...VIOLATIONS.map(
        (kind) => `| ${kind} | ${LANES.map((lane) => outcomes.violations({ kind, lane })).join(" | ")} |`,
      ),
    ].join("\n"),
    "A nightly run also tests the plugin with Alibaba Cloud's client.",
    "The [residual risks](#residual-risks) are not part of these counts.",
    "## Method",
    [
      "Each cell calls the real process of the dynamic provider or of the plugin over gRPC, as Pulumi's engine does, with its own ENS emulator. The fault begins at a certain call of the operation:",
      "",
      "| column | the operation | where the fault begins |",
      "| --- | --- | --- |",
      "| create, reading | first `pulumi up` of a plan with three events | before the first call |",
      "| create, ordering | the same | after the events were read, before the first of two calls that order |",
      "| update, reading | `pulumi up` with one event changed and two more | before the first call |",
      "| update, ordering | the same | after the events were read, before the first of two calls that order |",
      '| waiting | `pulumi up` with `waitFor: "executed"` | after the orders were accepted |',
      "| refresh | `pulumi refresh` after one event was migrated | before the first call |",
      '| delete | `pulumi destroy` with `onRemove: "fail"` after all events have ended | before the first call |',
    ].join("\n"),
    "If a permanent fault makes the command fail, the command runs once more before the repair. After the repair it runs again, immediately and then every five minutes, until it has nothing to do. Then the test checks the emulator's ledger of orders and the state:",
    [
      "- ENS accepted one order for each event, and at most one more for each change of the event in the program.",
      "- Every event has the order in force that the last preview showed: time, data policy, immediate or scheduled.",
      "- The last run succeeded. One more run finds no changes, and even a forced update sends nothing.",
      "- During the fault, the state contained every order that ENS had accepted.",
      "- Each error names the events or the call, says what to do, and contains ENS's code and request id if ENS returned them.",
      "- No key, token, password or proxy password is in an error, in the state's outputs, in a line for the engine or in the output of the process.",
    ].join("\n"),
    "Values in the tables:",
    [
      "| | |",
      "| --- | --- |",
      "| through | the command succeeded despite the fault |",
      "| error | the command failed and said why; after the repair the next commands completed the work |",
      "| through / error | the built-in transport / Alibaba Cloud's client ([a stand-in for it](../configuration.md#transport)), both with the dynamic provider |",
      "| (plugin: error) | the plugin, where it differs from the dynamic provider with the same transport |",
      "| a, b, … | [impossible](#impossible-combinations), with the reason |",
    ].join("\n"),
    "“Once” means that the fault affects one call; “until repaired” means that it affects every later call. “Order taken” and “order not taken” say whether ENS accepted the order in that call.",
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
    const of = (lane: Lane) => outcomes.of({ fault, operation, lane });
    const tried = LANES.flatMap((lane) => (lane.host === "plugin" ? [] : (of(lane) ?? [])));
    const others = LANES.flatMap((lane) => {
      if (lane.host !== "plugin" || of(lane) === of({ ...lane, host: "dynamic provider" })) return [];
      return `(plugin: ${of(lane)})`;
    });
    const letters = LANES.flatMap(({ transport }) => {
      const rule = leftOut({ fault, operation, transport });
      return rule ? letterOf(RULES.indexOf(rule)) : [];
    });
    const outcome = [...new Set(tried)].join(" / ");
    return [outcome, ...others, ...new Set(letters)].filter(Boolean).join(" ");
  });
}

function letterOf(rule: number): string {
  return String.fromCharCode("a".charCodeAt(0) + rule);
}

function leftOutSection(): string[] {
  const all = everything();
  return [
    "## Impossible combinations",
    [
      "| | cells | because |",
      "| --- | --: | --- |",
      ...RULES.map((rule, index) => {
        const cells = all.filter(
          ({ lane, ...cell }) => leftOut({ ...cell, transport: lane.transport }) === rule,
        ).length;
        return `| ${letterOf(index)} | ${cells} | ${rule.because} |`;
      }),
    ].join("\n"),
  ];
}

function riskSection(risks: Findings["risks"]): string[] {
  return [
    "## Residual risks",
    "ENS has no client token and no call to cancel an order. The provider learns only from the answer, or from later reads, whether ENS accepted an order. So these risks remain. A simulation that knows only the program, ENS's ledger and the clock (`tests/simulation`) contains each of them as a named rule with a count, and finds no other risk. [What remains](../concepts.md#what-remains) lists four more:",
    [
      "- **The provider is killed between an order and its answer, and reads are late at the next `up`.** Pulumi's state does not know of the order, and ENS does not show it. The event is ordered twice. A killed process alone, or late reads alone, do not cause this.",
      "- **Two stacks order the same event before a read shows the first order.** Both stacks read that the event waits for an order. The later order replaces the earlier one, and the other stack sees it at its next `pulumi refresh`.",
      "- **An `up` with nothing to do reads nothing.** An edit that is undone after a killed `up`, an older state, and a later order of another stack are visible only at the next `pulumi refresh`, `pulumi up --refresh` or update.",
      '- **A hidden history with `onUnknownEvent: "send"`.** After a killed process, or a lost answer whose order does not appear within five minutes, the event is ordered again.',
      "- **An ENS whose `NotBefore` does not show the mark.** A lost second order looks the same as the first, and another order in force looks like a move by the platform, or like the first time that ENS returns for the order.",
      "- **An immediate order has no mark.** If the process is killed after it, and ENS does not show Executing yet, the order is sent again.",
      "- **The marks of two stacks are equal** for three times in a thousand. Then another stack's order looks like an order of this stack.",
    ].join("\n"),
    "Results for one event:",
    [
      "| what happened | orders taken | orders refused | order in force at the end | further runs |",
      "| --- | --: | --: | --- | --- |",
      ...risks.map(({ name, measured: { accepted, refused, asPlanned, afterwards } }) => {
        const inForce = asPlanned ? "as planned" : "not as planned";
        return `| ${name} | ${accepted} | ${refused} | ${inForce} | ${afterwards} |`;
      }),
    ].join("\n"),
    "What to do: after a killed run, wait a few minutes before the next `up`. Run `pulumi refresh` before you undo an edit. Keep each event in one stack. Both orders of a killed run are equal, so the instance still moves once, at the planned time and with the planned data policy.",
  ];
}
