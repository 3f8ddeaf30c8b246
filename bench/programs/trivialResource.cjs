// What any dynamic resource costs: it starts the provider's process and does nothing there.
const { dynamic } = require("@pulumi/pulumi");

class Nothing extends dynamic.Resource {}

/** @type {import("@pulumi/pulumi").dynamic.ResourceProvider} */
const provider = {
  create: () => Promise.resolve({ id: "nothing", outs: {} }),
  diff: () => Promise.resolve({ changes: false }),
};

new Nothing(provider, "nothing", {});
