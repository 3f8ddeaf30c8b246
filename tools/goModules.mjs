import { buildWithGo } from "./buildWithGo.mjs";
import { pieces } from "./pulumiPieces.mjs";

// Newer hosts of Node.js programs live in a module without tags. This old one runs today's programs; the one
// thing it cannot do is to start a policy pack given as a directory.
const sdkModule = "github.com/pulumi/pulumi/sdk/v3";
const languageHostVersion = "v3.68.0";

/** @type {(version: string) => import("./buildWithGo.mjs").GoProgram} */
const cli = (version) => ({
  output: pieces.cli,
  source: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  modules: [`github.com/pulumi/pulumi/pkg/v3 v${version}`, `${sdkModule} v${version}`],
  ldflags: `-X ${sdkModule}/go/common/version.Version=v${version}`,
  expected: "about 7 minutes",
});

/** @type {import("./buildWithGo.mjs").GoProgram} */
const languageHost = {
  output: pieces.languageHost,
  source: `${sdkModule}/nodejs/cmd/pulumi-language-nodejs`,
  modules: [`${sdkModule} ${languageHostVersion}`],
  expected: "about 30 seconds",
};

/** @type {import("./findPulumi.mjs").Maker} */
export const goModules = {
  source: "built from Go modules",
  async make(directory, version, log) {
    await buildWithGo(languageHost, directory, log);
    await buildWithGo(cli(version), directory, log);
  },
};
