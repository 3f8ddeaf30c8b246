export default {
  require: "tsx/cjs",
  reporter: "./tools/reporter.mjs",
  timeout: "10s",
  failZero: true,
  // A test that a failed hook kept from running has failed too.
  failHookAffectedTests: true,
  forbidOnly: Boolean(process.env.CI),
};
