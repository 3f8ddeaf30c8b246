// The plans of plans.json with the plugin, made as the classes of a generated SDK make them.
const { CustomResource } = require("@pulumi/pulumi");

const OUTPUTS = ["migrations", "requestIds", "summary", "plannedWaves", "ended", "schemaVersion", "planned"];

class MigrationPlan extends CustomResource {
  /**
   * @param {string} name
   * @param {object} args
   */
  constructor(name, args) {
    super("ens:index:MigrationPlan", name, {
      ...args,
      ...Object.fromEntries(OUTPUTS.map((output) => [output, undefined])),
    });
  }
}

/** @type {Record<string, object>} */
const plans = JSON.parse(require("node:fs").readFileSync("plans.json", "utf8"));
for (const [name, args] of Object.entries(plans)) new MigrationPlan(name, args);
