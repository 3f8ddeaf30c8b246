import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runStep } from "./runStep.mjs";

/** @type {import("./findPulumi.mjs").Maker} */
export const officialRelease = {
  source: "official release",
  async make(directory, version, log) {
    log(`Downloading the official Pulumi CLI ${version}`);
    const root = path.join(directory, "release");
    const installer = fileURLToPath(new URL("installRelease.mjs", import.meta.url));
    await runStep(process.execPath, [installer, root, version], {
      what: "downloading the Pulumi CLI",
      log,
      timeoutMinutes: 5,
    });
    for (const file of fs.readdirSync(path.join(root, "bin")))
      fs.renameSync(path.join(root, "bin", file), path.join(directory, file));
    fs.rmSync(root, { recursive: true });
  },
};
