import { mkdir, readdir, rm, symlink } from "node:fs/promises";
import path from "node:path";
import type { Stack } from "../../engine/stack";
import { installClient } from "../../ens/support/standin";

const ROOT = path.resolve(__dirname, "../../..");

export type TransportName = "builtin" | "sdk";

/** Lets a stack speak to ENS through one of the two clients; the official one is a stand-in on the vendor's real core. */
export async function withTransport(stack: Stack, transport: TransportName): Promise<void> {
  await stack.configure({ "ens:transport": transport });
  if (transport === "sdk") await installOfficialClient(stack);
}

/** Replaces the link to the repository's packages by links to each of them, and puts the client beside them. */
async function installOfficialClient(stack: Stack): Promise<void> {
  const modules = path.join(stack.directory, "node_modules");
  await rm(modules);
  const vendor = path.join("@alicloud", "ens20171110");
  await mkdir(path.join(modules, "@alicloud"), { recursive: true });
  const packages = (await readdir(path.join(ROOT, "node_modules"))).filter(
    (name) => name !== "@alicloud" && !name.startsWith("."),
  );
  const ofVendor = await readdir(path.join(ROOT, "node_modules", "@alicloud"));
  const names = [...packages, ...ofVendor.map((name) => path.join("@alicloud", name))].filter(
    (name) => name !== vendor,
  );
  await Promise.all(
    names.map((name) => symlink(path.join(ROOT, "node_modules", name), path.join(modules, name), "junction")),
  );
  installClient(stack.directory, "10.1.4");
}
