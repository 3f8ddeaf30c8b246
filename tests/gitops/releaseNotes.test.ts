import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { publishedManifests, releaseNotes } from "../../tools/releaseNotes.mjs";

const ROOT = path.resolve(__dirname, "../..");

const changelog = `# Changelog

## [Unreleased]

- Not yet.

## [1.2.3] - 2026-12-24

### Added

- A thing.

## [1.2.2] - 2026-12-01

- An older thing.
`;

const manifests = [
  { name: "@pulumi-ens/provider", version: "1.2.3", dependencies: { luxon: "^3.7.2" } },
  { name: "@pulumi-ens/sdk", version: "1.2.3", dependencies: { "@pulumi-ens/provider": "1.2.3" } },
];

describe("the notes of a release", () => {
  it("are the version's section of the changelog", () => {
    assert.equal(releaseNotes("v1.2.3", changelog, manifests), "### Added\n\n- A thing.");
  });

  const [provider, sdk] = manifests;
  const refusals: [string, RegExp, Parameters<typeof releaseNotes>][] = [
    ["a tag that is no version", /latest is not a tag such as v1\.2\.3/, ["latest", changelog, manifests]],
    [
      "a package of another version",
      /@pulumi-ens\/sdk is 1\.2\.2/,
      ["v1.2.3", changelog, [provider!, { ...sdk!, version: "1.2.2" }]],
    ],
    [
      "a package that depends on another version of ours",
      /@pulumi-ens\/sdk depends on @pulumi-ens\/provider 1\.2\.2/,
      ["v1.2.3", changelog, [provider!, { ...sdk!, dependencies: { "@pulumi-ens/provider": "1.2.2" } }]],
    ],
    ["a version that the changelog lacks", /has no section "## \[1\.2\.4\]/, ["v1.2.4", changelog, []]],
    [
      "a section without a date",
      /"## \[1\.2\.3\]" has no date/,
      ["v1.2.3", changelog.replace(" - 2026-12-24", ""), manifests],
    ],
    [
      "a section that says nothing",
      /has no notes for 1\.2\.3/,
      ["v1.2.3", "# Changelog\n\n## [1.2.3] - 2026-12-24\n\n## [1.2.2] - 2026-12-01\n", manifests],
    ],
  ];
  for (const [what, message, args] of refusals)
    it(`are refused for ${what}`, () => assert.throws(() => releaseNotes(...args), message));

  it("look at every package that the release workflow publishes", async () => {
    const workflow = await readFile(path.join(ROOT, ".github/workflows/release.yml"), "utf8");
    const published = /for name in (.*); do/.exec(workflow)?.[1]?.split(" ").sort();
    const names = publishedManifests(ROOT).map(({ name }) => name.replace("@pulumi-ens/", ""));
    assert.deepEqual(published, names.sort());
    for (const name of names) assert.match(workflow, new RegExp(`npm pack .*--workspace ${name}\\b`));
  });
});
