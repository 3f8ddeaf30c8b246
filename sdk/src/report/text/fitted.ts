import { counted } from "@pulumi-ens/provider/plan";

/** A part of a Markdown page: what must be read of a report or a plan, or the chart and table of a day. */
export type Block =
  | { kind: "head"; text: string }
  | { kind: "section"; text: string; name: string; instances: number; chart: string };

const GAP = "\n\n";
/** For the note about what is left out. */
const NOTE = 500;

/** The blocks that fit in so many bytes of UTF-8: heads before sections, the first before the last. A note says what is left out. */
export function fitted(blocks: readonly Block[], longest: number): string {
  const whole = blocks.map(({ text }) => text).join(GAP);
  if (sizeOf(whole) <= longest) return whole;
  const kept = new Set<Block>();
  let room = longest - NOTE;
  for (const kind of ["head", "section"]) {
    for (const block of blocks.filter((each) => each.kind === kind)) {
      room -= sizeOf(block.text) + GAP.length;
      if (room < 0) break;
      kept.add(block);
    }
  }
  const [first, ...others] = blocks.filter((block) => kept.has(block)).map(({ text }) => text);
  return [first, noteOf(blocks.filter((block) => !kept.has(block))), ...others].filter(Boolean).join(GAP);
}

function noteOf(left: readonly Block[]): string {
  const sections = left.filter((block) => block.kind === "section");
  const heads = left.length - sections.length;
  const instances = sections.reduce((sum, section) => sum + section.instances, 0);
  const [first] = sections;
  const parts = [
    ...(heads > 0 ? [`${counted(heads, "plan")}`] : []),
    ...(first
      ? [
          `the ${sections.length === 1 ? "chart and table" : "charts and tables"} of ${counted(sections.length, "day")} with ` +
            `${counted(instances, "instance")}, from ${first.name} on`,
        ]
      : []),
  ];
  return `> **Note:** Too long for one page, so this is left out: ${parts.join("; ")}. The HTML page has everything.`;
}

function sizeOf(text: string): number {
  return Buffer.byteLength(text);
}
