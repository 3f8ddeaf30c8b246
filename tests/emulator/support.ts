import { createHash, createHmac, randomUUID } from "node:crypto";
import { type IncomingHttpHeaders, request as httpRequest } from "node:http";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator/src/index";

export const MIGRATE = "Instance:SystemUpgrade.Migrate";

/** A clock start that no other time in the tests depends on. */
export const START = "2026-12-01T00:00:00.000Z";

export interface Key {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string | null;
}

/** A request, ready to be sent; tests change it to see what the emulator says. */
export interface Outgoing {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface WireEvent {
  readonly EventId: string;
  readonly EventType: string;
  readonly EventStatus: string;
  readonly EventLevel: string;
  readonly ResourceId: string;
  readonly PublishTime: number;
  readonly PublishUtcTime: string;
  readonly NotBefore: number;
  readonly NotBeforeUtcTime: string;
  readonly Reason: string;
  readonly ExtendedAttribute: string;
}

export interface WireResult {
  readonly Code: number;
  readonly EventId: string;
  readonly Message: string;
  readonly ResourceId: string;
}

interface WireInstance {
  readonly InstanceId: string;
  readonly InstanceName: string;
  readonly EnsRegionId: string;
  readonly Status: string;
  readonly Tags?: { readonly Tags: readonly { readonly TagKey: string; readonly TagValue: string }[] };
}

/** What of any answer the tests look at. */
export interface WireBody {
  readonly RequestId: string;
  readonly HostId?: string;
  readonly Code?: string | number;
  readonly Message?: string;
  readonly Recommend?: string;
  readonly TotalCount?: number;
  readonly PageNumber?: number;
  readonly PageSize?: number;
  readonly Events?: readonly WireEvent[];
  readonly Results?: readonly WireResult[];
  readonly Instances?: { readonly Instance: readonly WireInstance[] };
  readonly TagResources?: readonly Readonly<Record<string, string>>[];
  readonly NextToken?: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export type Query = Readonly<Record<string, string>>;

/** Written anew for the tests: the emulator's own code must not be the judge of itself. */
function encode(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9\-_.~]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}

function encodeAll(parameters: Query): string {
  return Object.keys(parameters)
    .sort()
    .map((name) => `${encode(name)}=${encode(parameters[name] ?? "")}`)
    .join("&");
}

export interface SignOptions {
  readonly method?: string;
  readonly date?: Date;
  readonly nonce?: string;
  readonly form?: Query;
  /** A body that is not a form, signed by V3. */
  readonly body?: string;
  readonly version?: string;
  /** Headers on top, signed when their names start with x-acs-; an empty one is left out. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly host?: string;
  /** Headers that are sent and left out of a V3 signature. */
  readonly unsigned?: readonly string[];
}

function seconds(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

const FORM_TYPE = "application/x-www-form-urlencoded";

export function signV3(
  emulator: Emulator,
  key: Key,
  action: string,
  query: Query,
  options: SignOptions = {},
): Outgoing {
  const method = options.method ?? "POST";
  const body =
    options.form === undefined ? (options.body ?? "") : encodeAll(options.form).replaceAll("%20", "+");
  const bodyHash = createHash("sha256").update(body).digest("hex");
  const all: Record<string, string> = {
    host: options.host ?? new URL(emulator.endpoint).host,
    "x-acs-action": action,
    "x-acs-version": options.version ?? "2017-11-10",
    "x-acs-date": seconds(options.date ?? new Date()),
    "x-acs-signature-nonce": options.nonce ?? randomUUID(),
    "x-acs-content-sha256": bodyHash,
    ...(options.form === undefined ? {} : { "content-type": FORM_TYPE }),
    ...(typeof key.securityToken === "string" ? { "x-acs-security-token": key.securityToken } : {}),
    ...options.headers,
  };
  const headers = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
  const signed = Object.keys(headers)
    .filter((name) => name === "host" || name === "content-type" || name.startsWith("x-acs-"))
    .filter((name) => options.unsigned?.includes(name) !== true)
    .sort();
  const canonical = [
    method,
    "/",
    encodeAll(query),
    ...signed.map((name) => `${name}:${(headers[name] ?? "").trim()}`),
    "",
    signed.join(";"),
    bodyHash,
  ].join("\n");
  const hash = createHash("sha256").update(canonical).digest("hex");
  const signature = createHmac("sha256", key.accessKeySecret)
    .update(`ACS3-HMAC-SHA256\n${hash}`)
    .digest("hex");
  const authorization = `ACS3-HMAC-SHA256 Credential=${key.accessKeyId},SignedHeaders=${signed.join(";")},Signature=${signature}`;
  const text = encodeAll(query);
  return {
    method,
    path: text === "" ? "/" : `/?${text}`,
    headers: { ...headers, authorization },
    ...(body === "" ? {} : { body }),
  };
}

export function signV1(
  key: Key,
  action: string,
  query: Query,
  options: SignOptions & { readonly extra?: Query } = {},
): Outgoing {
  const method = options.method ?? "GET";
  const common: Record<string, string> = {
    Action: action,
    Version: options.version ?? "2017-11-10",
    Format: "json",
    AccessKeyId: key.accessKeyId,
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    SignatureNonce: options.nonce ?? randomUUID(),
    Timestamp: seconds(options.date ?? new Date()),
    ...(typeof key.securityToken === "string" ? { SecurityToken: key.securityToken } : {}),
    ...options.extra,
  };
  const kept = Object.fromEntries(
    Object.entries({ ...query, ...common }).filter(([, value]) => value !== ""),
  );
  const signed = { ...kept, ...options.form };
  const text = `${method}&%2F&${encode(encodeAll(signed))}`;
  const signature = createHmac("sha1", `${key.accessKeySecret}&`).update(text).digest("base64");
  return {
    method,
    path: `/?${encodeAll({ ...kept, Signature: signature })}`,
    headers: options.form === undefined ? {} : { "content-type": FORM_TYPE },
    ...(options.form === undefined ? {} : { body: encodeAll(options.form) }),
  };
}

export function send(emulator: Emulator, outgoing: Outgoing): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { method, path, headers, body } = outgoing;
    const request = httpRequest(
      { host: "127.0.0.1", port: emulator.port, method, path, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString("utf8"),
          });
        });
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

export function parse(reply: Reply): WireBody {
  return JSON.parse(reply.text) as WireBody;
}

/** A signed call that need not succeed. */
export async function call(
  emulator: Emulator,
  action: string,
  query: Query,
  options: SignOptions = {},
): Promise<{ readonly status: number; readonly body: WireBody; readonly headers: IncomingHttpHeaders }> {
  const reply = await send(emulator, signV3(emulator, emulator, action, query, options));
  return { status: reply.status, body: parse(reply), headers: reply.headers };
}

/** The events of the history, by the default filter or another. */
export async function history(emulator: Emulator, query: Query = {}): Promise<readonly WireEvent[]> {
  const { body } = await call(emulator, "DescribeHistoryEvents", {
    EventTypes: MIGRATE,
    PageSize: "100",
    ...query,
  });
  return body.Events ?? [];
}

/** The status of one event as the history has it; undefined when it is not there. */
export async function statusOf(emulator: Emulator, eventId: string): Promise<string | undefined> {
  return (await history(emulator)).find((event) => event.EventId === eventId)?.EventStatus;
}

export type WireOrder = Readonly<Record<string, unknown>>;

/** Orders in one batch; the results, or the error of the whole call. */
export async function order(
  emulator: Emulator,
  ...orders: readonly WireOrder[]
): Promise<readonly WireResult[]> {
  const { body } = await call(emulator, "BatchEventMigrateInstance", { EventInfos: JSON.stringify(orders) });
  if (body.Results === undefined) throw new Error(`the call failed: ${body.Code}`);
  return body.Results;
}

/** A scheduled order for `e-N` on `i-N`, by default an hour after {@link START}. */
export function scheduled(number: number, planTime: string | number = "2026-12-01T01:00:00.000Z"): WireOrder {
  return {
    EventId: `e-${number}`,
    ResourceId: `i-${number}`,
    OpsType: "scheduled",
    PlanTime: typeof planTime === "number" ? planTime : Date.parse(planTime),
    DataPolicy: "force_transfer",
  };
}

export function immediate(number: number, more: WireOrder = {}): WireOrder {
  return {
    EventId: `e-${number}`,
    ResourceId: `i-${number}`,
    OpsType: "immediate",
    DataPolicy: "force_transfer",
    ...more,
  };
}

/** Events `e-1` … `e-N` on instances `i-1` … `i-N`. */
export function numberedEvents(count: number): { readonly eventId: string; readonly resourceId: string }[] {
  return Array.from({ length: count }, (_, index) => ({
    eventId: `e-${index + 1}`,
    resourceId: `i-${index + 1}`,
  }));
}

/** Runs a body against an emulator of its own, whose clock stands unless the body moves it. */
export async function withEmulator(
  options: EmulatorOptions,
  body: (emulator: Emulator) => Promise<void> | void,
): Promise<void> {
  const stopped = Date.now();
  const emulator = await startEmulator({
    now: START,
    machineTime: () => stopped,
    seed: { events: numberedEvents(3) },
    ...options,
  });
  try {
    await body(emulator);
  } finally {
    await emulator.close();
  }
}
