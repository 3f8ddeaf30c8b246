import { type Connection, proxyFor } from "@pulumi-ens/provider/ens";
import { parse } from "../arguments";
import { CONNECTION_HELP, CONNECTION_OPTIONS, connectionOf, openClient } from "../connection";
import { type Io, messageOf } from "../io";
import { table } from "../table";
import { accessOf } from "./access";
import { type Check, fail, ok, warn } from "./check";
import { clockCheck } from "./clock";
import { credentialsText, problemText } from "./credentialsText";
import { type Endpoint, endpointOf } from "./endpoint";
import { type Answer, probe } from "./probe";
import { versionChecks } from "./versions";

export const HELP = `Usage: pulumi-ens doctor [options]

Checks whether this machine reaches ENS, with which identity, and what is missing. It only reads, and shows no secret.
Run it in the program's directory. It reads the environment, not the stack's configuration (alicloud:*, ens:*).

      --json               the results as JSON
${CONNECTION_HELP}
      --region ID          the region of the security token service (STS)
  -h, --help               this text

Exit code 1 if a check fails.
`;

export async function doctor(args: readonly string[], io: Io): Promise<number> {
  const { values } = parse({
    args: [...args],
    options: {
      ...CONNECTION_OPTIONS,
      region: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.out(HELP);
    return 0;
  }
  const checks = await examine(connectionOf(values), io);
  const healthy = checks.every(({ state }) => state !== "fail");
  if (values.json) {
    io.out(`${JSON.stringify({ ok: healthy, checks }, undefined, 2)}\n`);
  } else {
    io.out(
      table(checks.map(({ name, state, text }) => [state.padEnd(4), name, text.replace(/\s*\n\s*/g, " ")])),
    );
  }
  return healthy ? 0 : 1;
}

async function examine(connection: Connection, io: Io): Promise<Check[]> {
  const versions = versionChecks(io);
  const lines: string[] = [];
  try {
    const client = await openClient(connection, io, (line) => lines.push(line));
    const endpoint = endpointOf(connection.endpoint, io.env);
    const proxy = proxyFor(endpoint, io.env);
    // Through a proxy, only the client knows the way.
    const [answer, access] = await Promise.all([
      proxy ? undefined : look(endpoint),
      accessOf(client, Date.now),
    ]);
    const ahead = answer instanceof Error ? undefined : answer?.ahead;
    const reached = access.checks.some(({ state, name }) => name === "Read events" && state === "ok");
    return [
      ...(await versions),
      // Why it is not the other one is in the client's lines before its last one.
      ok(
        "Transport",
        [client.transport === "sdk" ? "official client" : "built-in", ...reasons(lines)].join("; "),
      ),
      ok("Proxy", proxy ? `${proxy.url.host} (${proxy.variable})` : "not used for this endpoint"),
      access.credentialsProblem === undefined
        ? ok("Credentials", credentialsText(client.credentialsSource, io.env))
        : fail("Credentials", problemText(client.credentialsSource, access.credentialsProblem)),
      endpointCheck(endpoint, answer, reached),
      ...access.checks,
      clockCheck(ahead, access.clock),
    ];
  } catch (error) {
    return [...(await versions), fail("Configuration", messageOf(error))];
  }
}

function reasons(lines: readonly string[]): string[] {
  return lines.slice(0, -1).map((line) => line.replace(/^ENS: /, ""));
}

async function look(endpoint: Endpoint): Promise<Answer | Error> {
  try {
    return await probe(endpoint, Date.now, 10_000);
  } catch (error) {
    return error instanceof Error ? error : new Error("no answer");
  }
}

function endpointCheck(
  { protocol, hostname, port }: Endpoint,
  answer: Answer | Error | undefined,
  reached: boolean,
): Check {
  const name = "Endpoint";
  const where = `${protocol}//${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
  if (answer === undefined) {
    return reached
      ? ok(name, `${where} answers through the proxy`)
      : warn(
          name,
          `${where} is not checked: it is behind the proxy, and no call succeeded. See "Read events"`,
        );
  }
  if (!(answer instanceof Error)) return ok(name, `${where} answers`);
  const code = (answer as NodeJS.ErrnoException).code ?? "no answer";
  return reached
    ? warn(
        name,
        `${where} answers ENS calls, but not a plain HEAD request (${code}). Nothing to do if pulumi up works`,
      )
    : fail(name, `${where} does not answer (${code}). Check its name, DNS, the network and HTTPS_PROXY`);
}
