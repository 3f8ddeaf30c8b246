// Shared by way of the global object with the reporter (tools/reporter.mjs), which is loaded by mocha itself.
const shared = globalThis as unknown as Record<symbol, string[] | undefined>;
const facts = (shared[Symbol.for("pulumi-ens.facts")] ??= []);

/** Prints a fact about this run, such as a version or a measured time, just before its closing line. */
export function report(fact: string): void {
  if (!facts.includes(fact)) facts.push(fact);
}
