import { execFileSync } from "node:child_process";
import os from "node:os";
import pulumi from "@pulumi/pulumi/package.json";
import prettier from "prettier";
import { findPulumi } from "../tools/findPulumi.mjs";

const BEGIN = "<!-- bench:begin -->";
const END = "<!-- bench:end -->";

/** The page with a new text between its two marks. */
export function withResults(page: string, text: string): Promise<string> {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`the page lacks ${BEGIN} … ${END}`);
  return formatted(`${page.slice(0, begin)}${BEGIN}\n\n${text}\n\n${page.slice(end)}`);
}

/** Markdown with its tables' columns in line. */
export function formatted(markdown: string): Promise<string> {
  return prettier.format(markdown, { parser: "markdown" });
}

/** When, what and on which machine. */
export async function circumstances(): Promise<string> {
  const revision = execFileSync("git", ["describe", "--always", "--dirty"], {
    cwd: __dirname,
    encoding: "utf8",
  });
  const cpus = os.cpus();
  const memory = Math.round(os.totalmem() / 1024 ** 3);
  return (
    `${new Date().toISOString().slice(0, 10)}, revision ${revision.trim()}; ` +
    `${cpus.length} cores (${cpus[0]?.model.trim()}), ${memory} GB, ${os.type()} ${os.arch()}, ` +
    `Node.js ${process.version}, Pulumi CLI ${(await findPulumi()).version}, @pulumi/pulumi ${pulumi.version}.`
  );
}
