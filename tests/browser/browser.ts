import { accessSync, constants } from "node:fs";
import path from "node:path";
import { type Browser, chromium, type LaunchOptions } from "playwright-core";
import { searchPath } from "../../tools/searchPath.mjs";

/** On PATH; Playwright knows the usual places of Chrome and Edge on each system. */
const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
  "msedge",
];
/** A test page needs nothing from the network, and neither does the browser. */
const ARGS = ["--disable-gpu", "--disable-quic", "--disable-sync"];

/** Starts a browser of this machine; none is downloaded. */
export async function openBrowser(): Promise<Browser> {
  const onPath = NAMES.flatMap((name) => searchPath(process.env).map((folder) => path.join(folder, name)));
  const candidates: LaunchOptions[] = [
    ...onPath.filter(isExecutable).map((executablePath) => ({ executablePath })),
    { channel: "chrome" },
    { channel: "msedge" },
  ];
  const reasons: string[] = [];
  for (const candidate of candidates) {
    try {
      return await chromium.launch({ ...candidate, args: ARGS });
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(
    `no Chromium, Chrome or Edge that starts; install one (Debian: apt-get install chromium)\n${reasons.join("\n")}`,
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(process.platform === "win32" ? `${file}.exe` : file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
