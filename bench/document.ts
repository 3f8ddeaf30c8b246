import { charts } from "./charts";
import { markdownTable, profileMarkdown } from "./table";
import type { Results } from "./results";

const BEGIN = "<!-- bench:begin -->";
const END = "<!-- bench:end -->";

/** The files below `docs/` that a run's results make, by path there; `page` is `performance.md` as it is. */
export function documentOf(results: Results, page: string): Record<string, string> {
  const made: Record<string, string> = { "performance.md": withResults(page, results) };
  for (const [file, svg] of Object.entries(charts(results.samples))) made[`images/${file}`] = svg;
  return made;
}

function withResults(page: string, results: Results): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`docs/performance.md lacks ${BEGIN} … ${END}`);
  const section = `<!-- prettier-ignore-start -->\n\n${sectionOf(results)}\n\n<!-- prettier-ignore-end -->`;
  return `${page.slice(0, begin)}${BEGIN}\n\n${section}\n\n${page.slice(end)}`;
}

function sectionOf({ mode, date, revision, machine, rows, profiles }: Results): string {
  const { cpus, model, memoryGB, system, node, pulumi, sdk } = machine;
  const parts = [
    `${date.slice(0, 10)}, revision ${revision}, \`--sizes ${mode}\`; ${cpus} cores (${model}), ${memoryGB} GB, ${system}, ` +
      `Node ${node}, Pulumi CLI ${pulumi}, @pulumi/pulumi ${sdk}.`,
    markdownTable(rows),
  ];
  if (profiles.length > 0) parts.push("Where the CPU time goes:", profileMarkdown(profiles));
  return parts.join("\n\n");
}
