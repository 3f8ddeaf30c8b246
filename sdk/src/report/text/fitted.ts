import { counted } from "@pulumi-ens/provider/plan";

/** A part of a Markdown page. */
export interface Block {
  text: string;
  /** What is worth more is kept first. */
  worth: Worth;
  /** What a reader misses where it is left out. */
  is: Content;
  /** The heading without which it would stand under another one. */
  under?: Block;
}

/** From the most to the least. */
const WORTHS = ["top", "data loss", "alert", "error", "more errors", "plan", "details", "day"] as const;
type Worth = (typeof WORTHS)[number];

type Content =
  | { kind: "top" | "overview" | "details" }
  | { kind: "plan"; alerts: number }
  | { kind: "errors"; count: number }
  | { kind: "day"; name: string; instances: number };

const GAP = "\n\n";
/** For the note about what is left out. */
const NOTE = 1_000;

/** The blocks that fit in so many bytes of UTF-8, in their order. A note says what is left out. */
export function fitted(blocks: readonly Block[], longest: number): string {
  const whole = blocks.map(({ text }) => text).join(GAP);
  if (sizeOf(whole) <= longest) return whole;
  const kept = new Set<Block>();
  let room = longest - NOTE;
  for (const worth of WORTHS) {
    for (const block of blocks) {
      const size = sizeOf(block.text) + GAP.length;
      if (block.worth !== worth || size > room || (block.under && !kept.has(block.under))) continue;
      room -= size;
      kept.add(block);
    }
  }
  const left = blocks.filter((block) => !kept.has(block));
  const [top, ...others] = blocks.filter((block) => kept.has(block)).map(({ text }) => text);
  return [top, noteOf(left, kept), ...others].join(GAP);
}

/** Of a plan that is left out, it does not count the parts. */
function noteOf(left: readonly Block[], kept: ReadonlySet<Block>): string {
  const contents = left.map(({ is }) => is);
  const plans = contents.filter((each) => each.kind === "plan");
  const alerting = plans.filter(({ alerts }) => alerts > 0).length;
  const errors = contents.reduce((sum, each) => sum + (each.kind === "errors" ? each.count : 0), 0);
  const details = left.filter(({ is, under }) => is.kind === "details" && under && kept.has(under)).length;
  const days = contents.filter((each) => each.kind === "day");
  const [first] = days;
  const instances = days.reduce((sum, day) => sum + day.instances, 0);
  const parts = [
    ...(plans.length > 0
      ? [`${counted(plans.length, "plan")}${alerting > 0 ? ` (${alerting} with alerts)` : ""}`]
      : []),
    ...(errors > 0 ? [counted(errors, "error")] : []),
    ...(contents.some(({ kind }) => kind === "overview") ? ["the days of all plans"] : []),
    ...(details > 0 ? [`the totals and days of ${counted(details, "plan")}`] : []),
    ...(first
      ? [
          `the ${days.length === 1 ? "chart and table" : "charts and tables"} of ${counted(days.length, "day")} with ` +
            `${counted(instances, "instance")}, the first of them ${first.name}`,
        ]
      : []),
  ];
  const kind = alerting > 0 ? "> [!CAUTION]\n> " : "> **Note:** ";
  return `${kind}Too long for one page, so this is left out: ${parts.join("; ")}. The HTML page has everything.`;
}

export function sizeOf(text: string): number {
  return Buffer.byteLength(text);
}
