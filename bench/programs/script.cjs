// A script as a resource, as `@pulumi/command` has it: it runs once, when the resource is created.
const { readFileSync } = require("node:fs");
const { dynamic } = require("@pulumi/pulumi");

/** @type {import("@pulumi/pulumi").dynamic.ResourceProvider} */
const provider = {
  async create({ python, script, eventsPerCall }) {
    const { execFile } = require("node:child_process");
    const { promisify } = require("node:util");
    const { stdout } = await promisify(execFile)(python, [script, "events.json", String(eventsPerCall)]);
    return { id: "script", outs: { stdout } };
  },
};

class Command extends dynamic.Resource {}

new Command(provider, "script", JSON.parse(readFileSync("script.json", "utf8")));
