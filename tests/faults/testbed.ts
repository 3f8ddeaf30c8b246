import { randomInt } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BehaviourPatch, type Emulator, startEmulator } from "../../emulator/src/index";
import type { ProviderHost } from "../conformance/host";
import { HOSTS } from "../conformance/hosts";
import { createProgramDirectory, type ProgramDirectory } from "../ens/support/standin";
import { type Certificate, makeCertificate } from "./certificates";
import { PASSWORD } from "./faults";
import { Gateway, PROXY_PASSWORD } from "./gateway";
import type { Lane } from "./lanes";
import { RemoteControl } from "./remoteControl";

const ROOT = path.resolve(__dirname, "../..");

const KEY = { accessKeyId: "Marked4Key", accessKeySecret: "Marked4Secret" };
const TOKENS = {
  first: {
    accessKeyId: "STS.Marked4First",
    accessKeySecret: "Marked4Secret1",
    securityToken: "Marked4Token1",
  },
  second: {
    accessKeyId: "STS.Marked4Second",
    accessKeySecret: "Marked4Secret2",
    securityToken: "Marked4Token2",
  },
};
const PROXY_USER = `user:${PROXY_PASSWORD}`;

/** No text that a person may see holds any of them. */
export const SECRETS: readonly string[] = [
  PASSWORD,
  PROXY_PASSWORD,
  Buffer.from(PROXY_USER).toString("base64"),
  ...[KEY, TOKENS.first, TOKENS.second].flatMap((key) => Object.values(key)),
];

/** What a provider's process is started with. */
export interface Setting {
  /** A proxy is on the way. */
  proxied?: true;
  /** Credentials from a profile instead of the environment. */
  profile?: true;
  /** How far its clock is off, in milliseconds. */
  skew?: number;
  /** Another process with the same settings, which has read no credentials yet. */
  another?: true;
}

/** An emulator with what is on the way to it. */
export interface Target {
  /** A name of its own: a process knows a stack's plans by what it has seen of them, and it serves many targets. */
  stack: string;
  emulator: Emulator;
  gateway: Gateway;
  close(): Promise<void>;
}

/** Everything that cells of one lane share: a clock, processes, a program's directory. One cell at a time. */
export class Testbed {
  readonly lane: Lane;
  readonly control: RemoteControl;
  readonly #directory: string;
  readonly #program: ProgramDirectory;
  readonly #certificates: { good: Certificate; bad: Certificate };
  readonly #proxyPort: number;
  readonly #processes = new Map<string, Promise<ProviderHost>>();
  /** How much of what each process printed has been looked at. */
  readonly #seen = new Map<ProviderHost, number>();
  #killed = 0;
  #targets = 0;

  private constructor(lane: Lane, proxyPort: number) {
    this.lane = lane;
    this.#proxyPort = proxyPort;
    this.#directory = mkdtempSync(path.join(tmpdir(), "pulumi-ens-faults-"));
    this.#program = createProgramDirectory(lane.transport === "sdk" ? "10.1.4" : undefined);
    const modules = path.join(this.#program.path, "node_modules");
    mkdirSync(modules, { recursive: true });
    symlinkSync(
      path.join(ROOT, "node_modules", "@pulumi-ens"),
      path.join(modules, "@pulumi-ens"),
      "junction",
    );
    this.control = new RemoteControl(path.join(this.#directory, "control"));
    this.#certificates = {
      good: makeCertificate(this.#directory, "good"),
      bad: makeCertificate(this.#directory, "bad"),
    };
    this.profile("first");
  }

  static async start(this: void, lane: Lane): Promise<Testbed> {
    return new Testbed(lane, await portOfItsOwn());
  }

  async target(behaviour: BehaviourPatch, { proxied }: Setting): Promise<Target> {
    const events = [1, 2, 3, 4].map((number) => ({ eventId: `e-${number}`, resourceId: `i-${number}` }));
    const emulator = await startEmulator({
      seed: { credentials: [KEY, TOKENS.first, TOKENS.second], events },
      behaviour,
      machineTime: () => this.control.now(),
    });
    const port = proxied ? this.#proxyPort : undefined;
    const gateway = await Gateway.start(emulator, this.control, this.#certificates, port);
    this.#targets += 1;
    return {
      stack: `faults/${this.#targets}`,
      emulator,
      gateway,
      close: async () => {
        await gateway.close();
        await emulator.close();
      },
    };
  }

  /** A process that serves many cells. */
  process(setting: Setting): Promise<ProviderHost> {
    const key = JSON.stringify(setting);
    const known = this.#processes.get(key);
    if (known) return known;
    const started = this.#start(setting);
    this.#processes.set(key, started);
    return started;
  }

  /** A process to be killed. */
  async mortal(setting: Setting): Promise<{ process: ProviderHost; kill: () => void }> {
    this.#killed += 1;
    const file = path.join(this.#directory, `pid${this.#killed}`);
    const process_ = await this.#start(setting, { FAULTS_PID: file });
    return { process: process_, kill: () => process.kill(Number(readFileSync(file, "utf8")), "SIGKILL") };
  }

  /** What the profile's file holds from now on. */
  profile(content: "first" | "second" | "gone"): void {
    const file = this.#profileFile;
    if (content === "gone") return rmSync(file);
    const { accessKeyId, accessKeySecret, securityToken } = TOKENS[content];
    const profile = {
      name: "default",
      mode: "StsToken",
      access_key_id: accessKeyId,
      access_key_secret: accessKeySecret,
      sts_token: securityToken,
    };
    writeFileSync(file, JSON.stringify({ current: "default", profiles: [profile] }));
  }

  /** What a process has printed since this was asked before. */
  printed(process: ProviderHost): string {
    const all = process.seen();
    const news = all.slice(this.#seen.get(process) ?? 0);
    this.#seen.set(process, all.length);
    return news;
  }

  async close(): Promise<void> {
    for (const started of this.#processes.values()) await (await started).stop();
    this.control.close();
    this.#program.remove();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  get #profileFile(): string {
    return path.join(this.#directory, "profile.json");
  }

  #start(setting: Setting, more: NodeJS.ProcessEnv = {}): Promise<ProviderHost> {
    const { proxied, profile, skew } = setting;
    return HOSTS[this.lane.host]({
      directory: this.#program.path,
      environment: {
        NODE_OPTIONS: `--require ${JSON.stringify(path.join(__dirname, "preload.cjs"))}`,
        NODE_EXTRA_CA_CERTS: this.#certificates.good.file,
        FAULTS_CONTROL: this.control.file,
        ...(skew !== undefined && { FAULTS_SKEW: String(skew) }),
        ...(proxied && { HTTPS_PROXY: `http://${PROXY_USER}@127.0.0.1:${this.#proxyPort}` }),
        ...(!profile && {
          ALICLOUD_ACCESS_KEY: KEY.accessKeyId,
          ALICLOUD_SECRET_KEY: KEY.accessKeySecret,
        }),
        ...more,
      },
      config: {
        transport: this.lane.transport,
        ...(profile && { sharedCredentialsFile: this.#profileFile }),
      },
      // preload.cjs tells the provider's modules apart.
      unbundled: true,
    });
  }
}

/** A port that systems hand out to nobody who asks for any, since it is to be free whenever nothing of ours listens on it. */
async function portOfItsOwn(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 30_000);
    const server = createServer().listen(port, "127.0.0.1");
    const free = await once(server, "listening").then(
      () => true,
      () => false,
    );
    if (!free) continue;
    await once(server.close(), "close");
    return port;
  }
}
