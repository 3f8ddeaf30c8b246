import { report } from "./report";

/**
 * What a test needs and a machine may not have. Where it cannot be had, that is a failure in CI, which installs what it
 * takes; elsewhere the test, or what a hook prepares, is skipped, and the run's closing lines say which and why.
 */
export async function orSkip<Needed>(
  context: Mocha.Context,
  fetch: () => Promise<Needed>,
  what = context.test?.title,
): Promise<Needed> {
  try {
    return await fetch();
  } catch (error) {
    if (process.env["CI"]) throw error;
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    report(`skipped "${what}": ${reason}`);
    return context.skip(); // Never in CI, which installs what it takes.
  }
}
