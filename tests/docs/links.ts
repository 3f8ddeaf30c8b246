import { spawnSync } from "node:child_process";
import path from "node:path";
import { ROOT } from "./pages";

const remark = path.join(ROOT, "node_modules/remark-cli/cli.js");
const plugin = path.join(ROOT, "node_modules/remark-validate-links/index.js");

/** What remark says of the links of files and folders; empty where all lead to files and headings that there are. */
export function brokenLinks(files: readonly string[], directory = ROOT): string {
  const args = ["--use", `${plugin}=repository:false`, "--frail", "--quiet", "--no-stdout", "--no-color"];
  const { status, stdout, stderr } = spawnSync(process.execPath, [remark, ...args, ...files], {
    cwd: directory,
    encoding: "utf8",
  });
  return status === 0 ? "" : stdout + stderr || `remark ended with ${status}`;
}
