import assert from "node:assert/strict";
import { formOf } from "../../tools/executable.mjs";

describe("the form of the plugin's executable", () => {
  it("is one file where Node.js supports that, and Node.js beside the program on macOS with Intel", () => {
    const forms = ["linux", "darwin", "win32"].flatMap((platform) =>
      ["x64", "arm64"].map((arch) => [
        `${platform} ${arch}`,
        formOf({ platform: platform as NodeJS.Platform, arch: arch as NodeJS.Architecture }),
      ]),
    );
    assert.deepEqual(Object.fromEntries(forms), {
      "linux x64": "single",
      "linux arm64": "single",
      "darwin x64": "beside",
      "darwin arm64": "single",
      "win32 x64": "single",
      "win32 arm64": "single",
    });
  });
});
