import { appendFileSync } from "node:fs";

/**
 * Prints a fact about this run, such as a version or a measured time, just before its closing line. The reporter
 * (tools/reporter.mjs) names a file for them, since test files run in processes of their own.
 */
export function report(fact: string): void {
  const file = process.env["TEST_FACTS"];
  if (file !== undefined) appendFileSync(file, `${fact}\n`);
}
