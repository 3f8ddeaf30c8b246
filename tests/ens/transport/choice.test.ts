import assert from "node:assert/strict";
import { ConfigurationError, type EnsClient, openEnsClient } from "../../../provider/src/ens/index";
import { optionsFor, rejection } from "../support/client";
import { createProgramDirectory, type ProgramDirectory } from "../support/standin";

const PROXY = "http://user:proxy-password@127.0.0.1:9";

describe("which transport is taken", () => {
  const directories: Record<string, ProgramDirectory> = {};
  let lines: string[];
  before(() => {
    directories["none"] = createProgramDirectory();
    directories["old"] = createProgramDirectory("8.2.9");
    directories["new"] = createProgramDirectory("10.1.4");
    directories["first"] = createProgramDirectory("8.3.0");
  });
  after(() => Object.values(directories).forEach((directory) => directory.remove()));
  beforeEach(() => (lines = []));

  function open(
    installed: string,
    transport: string | undefined,
    env: Record<string, string> = {},
    endpoint = "ens.aliyuncs.com",
  ): Promise<EnsClient> {
    return openEnsClient({
      ...optionsFor(endpoint, { "ens:transport": transport ?? "" }),
      env,
      programDirectory: directories[installed]?.path ?? "",
      log: (line) => lines.push(line),
    });
  }

  it("the official client where it is installed, else the built-in one", async () => {
    assert.equal((await open("new", undefined)).transport, "sdk");
    assert.equal((await open("first", "auto")).transport, "sdk");
    assert.equal((await open("none", undefined)).transport, "builtin");
    assert.deepEqual(lines, [
      "ENS client: @alicloud/ens20171110; credentials: stack configuration alicloud:accessKey",
      "ENS client: @alicloud/ens20171110; credentials: stack configuration alicloud:accessKey",
      "ENS client: built-in; credentials: stack configuration alicloud:accessKey",
    ]);
  });

  it("the built-in one with a line in the log where the official client is too old or a proxy applies", async () => {
    assert.equal((await open("old", undefined)).transport, "builtin");
    assert.match(lines[0] ?? "", /8\.2\.9 has no event operations.*built-in/);
    lines = [];
    for (const name of ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"]) {
      assert.equal((await open("new", undefined, { [name]: PROXY })).transport, "builtin");
      assert.match(lines[0] ?? "", RegExp(`ignores proxies.*\\(${name}\\).*built-in`));
      assert.doesNotMatch(lines.join(), /proxy-password/);
      lines = [];
    }
  });

  it("the official client where NO_PROXY or loopback keeps the proxy away", async () => {
    assert.equal(
      (await open("new", undefined, { HTTPS_PROXY: PROXY, NO_PROXY: ".aliyuncs.com" })).transport,
      "sdk",
    );
    const proxies = { HTTPS_PROXY: PROXY, HTTP_PROXY: PROXY };
    assert.equal((await open("new", undefined, proxies, "http://127.0.0.1:1")).transport, "sdk");
  });

  it("what ens:transport says, and its reason where it cannot be", async () => {
    assert.equal((await open("new", "builtin")).transport, "builtin");
    assert.equal((await open("none", "", { PULUMI_ENS_TRANSPORT: "builtin" })).transport, "builtin");
    for (const [installed, env, reason] of [
      ["none", {}, /ens:transport is sdk, but .* is not installed beside the program/],
      ["old", {}, /8\.2\.9 has no event operations/],
      ["new", { HTTPS_PROXY: PROXY }, /ignores proxies/],
    ] as const) {
      const error = await rejection(open(installed, "sdk", env));
      assert.ok(error instanceof ConfigurationError);
      assert.match(error.message, reason);
    }
  });

  it("nothing for a word nobody knows, naming the choices", async () => {
    assert.match(
      (await rejection(open("new", "fetch"))).message,
      /ens:transport must be one of auto, sdk, builtin/,
    );
    const env = { PULUMI_ENS_TRANSPORT: "x" };
    assert.match((await rejection(open("new", "", env))).message, /PULUMI_ENS_TRANSPORT must be one of/);
  });

  it("refuses timeouts that are none", async () => {
    for (const value of ["0", "-1", "1.5", "soon", "0x1000", "1e4", "30000ms", "+30000"]) {
      const error = await rejection(openEnsClient(optionsFor("x", { "alicloud:clientReadTimeout": value })));
      assert.match(error.message, /alicloud:clientReadTimeout must be a whole number of milliseconds/);
    }
  });
});
