// Loaded into every Node.js process of a `pulumi` command: profiles the program's and the provider's. `--cpu-prof` itself would
// not do, since it writes when a process ends by itself, and the engine ends these by a signal.
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { Session } = require("node:inspector");
const path = require("node:path");
const process = require("node:process");

const SCRIPTS = { program: "cmd/run", provider: "cmd/dynamic-provider" };

const script = (process.argv[1] ?? "").replaceAll("\\", "/");
const name = Object.entries(SCRIPTS).find(([, part]) => script.includes(`@pulumi/pulumi/${part}/`))?.[0];
if (name !== undefined && existsSync("profiles.json")) {
  /** @type {string} */
  const directory = JSON.parse(readFileSync("profiles.json", "utf8"));
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.setSamplingInterval", { interval: 500 });
  session.post("Profiler.start");
  process.on("exit", () => {
    session.post("Profiler.stop", (error, answer) => {
      if (error) throw error;
      writeFileSync(
        path.join(directory, `${name}-${process.pid}.cpuprofile`),
        JSON.stringify(answer.profile),
      );
    });
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit());
}
