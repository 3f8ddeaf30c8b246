import { report } from "../report";

/**
 * Runs a real checker. Where it cannot be had, that is a failure in CI, which installs what it takes; elsewhere the test is
 * skipped, and the run's closing lines say which and why.
 */
export async function withChecker(
  test: Mocha.Context,
  check: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  try {
    return await check();
  } catch (error) {
    if (process.env["CI"]) throw error;
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    report(`skipped "${test.test?.title}": ${reason}`);
    return test.skip(); // Never in CI, which installs what it takes.
  }
}
