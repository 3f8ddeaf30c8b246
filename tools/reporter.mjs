import Mocha from "mocha";

/** Mocha's own report, then the facts that tests told (tests/report.ts), then the result in one line. */
export default class Reporter extends Mocha.reporters.Spec {
  /** @override */
  epilogue() {
    super.epilogue();
    const facts = /** @type {Record<symbol, string[]>} */ (/** @type {unknown} */ (globalThis));
    for (const fact of facts[Symbol.for("pulumi-ens.facts")] ?? []) console.log(`  ${fact}`);
    const { passes, failures, pending } = this.stats;
    console.log(`${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ""}`);
  }
}
