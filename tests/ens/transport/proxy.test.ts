import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { ConfigurationError, proxyFor, resolveEndpoint } from "../../../provider/src/ens/index";

const endpoint = (at: string) => resolveEndpoint({ config: () => undefined, env: { ENS_ENDPOINT: at } });
const ENS = endpoint("ens.aliyuncs.com");
const PROXY = "http://user:hunter2@proxy.example:8080";

/** Which variable names the proxy, and where that is. */
function found(env: Record<string, string>, at = ENS): [string, string] | undefined {
  const proxy = proxyFor(at, env);
  return proxy && [proxy.variable, proxy.url.host];
}

describe("the proxy of an endpoint", () => {
  it("is what the first variable says, lower case before upper", () => {
    assert.deepEqual(found({ HTTPS_PROXY: PROXY }), ["HTTPS_PROXY", "proxy.example:8080"]);
    assert.deepEqual(found({ HTTPS_PROXY: PROXY, https_proxy: "http://lower:1" }), [
      "https_proxy",
      "lower:1",
    ]);
    assert.deepEqual(found({ ALL_PROXY: PROXY, HTTPS_PROXY: "http://https:1" }), ["HTTPS_PROXY", "https:1"]);
    assert.deepEqual(found({ https_proxy: " ", all_proxy: PROXY }), ["all_proxy", "proxy.example:8080"]);
    assert.equal(found({ HTTP_PROXY: PROXY, http_proxy: PROXY }), undefined);
  });

  it("takes an empty variable for none, as curl does", () => {
    assert.deepEqual(found({ https_proxy: "", HTTPS_PROXY: PROXY }), ["HTTPS_PROXY", "proxy.example:8080"]);
    assert.equal(found({ HTTPS_PROXY: PROXY, no_proxy: "", NO_PROXY: "aliyuncs.com" }), undefined);
  });

  it("is spoken to in plain HTTP where no scheme is written", () => {
    assert.equal(proxyFor(ENS, { HTTPS_PROXY: "proxy:1" })?.url.href, "http://proxy:1/");
  });

  it("does not apply where NO_PROXY exempts the endpoint", () => {
    assert.equal(found({ HTTPS_PROXY: PROXY, NO_PROXY: "aliyuncs.com" }), undefined);
    assert.equal(found({ HTTPS_PROXY: PROXY, NO_PROXY: "10.0.0.0/8" }, endpoint("10.1.2.3:8443")), undefined);
    assert.equal(
      found({ HTTPS_PROXY: PROXY, NO_PROXY: "[2001:db8::5]" }, endpoint("[2001:db8::5]")),
      undefined,
    );
    assert.ok(found({ HTTPS_PROXY: PROXY, NO_PROXY: "sts.aliyuncs.com, 10.0.0.0/8" }));
  });

  it("does not apply by a NO_PROXY whose lower case says otherwise", () => {
    assert.ok(found({ HTTPS_PROXY: PROXY, NO_PROXY: "*", no_proxy: "sts.aliyuncs.com" }));
    assert.equal(found({ HTTPS_PROXY: PROXY, NO_PROXY: "sts.aliyuncs.com", no_proxy: "*" }), undefined);
  });

  it("never applies to loopback", () => {
    assert.equal(found({ HTTPS_PROXY: PROXY }, endpoint("http://[::1]:8080")), undefined);
  });

  it("is an error that does not show it where it is of another kind", () => {
    const problems = [
      ["socks5://u:hunter2@proxy:9", "names a SOCKS proxy, which is not supported: it must be"],
      ["http://:hunter2@", "must be"],
    ];
    for (const [proxy = "", problem] of problems) {
      assert.throws(
        () => proxyFor(ENS, { https_proxy: proxy }),
        (error: unknown) =>
          error instanceof ConfigurationError &&
          error.message ===
            `https_proxy ${problem} an http:// or https:// URL; or add ens.aliyuncs.com to NO_PROXY`,
      );
    }
    assert.equal(found({ https_proxy: "socks5://proxy:9", no_proxy: "aliyuncs.com" }), undefined);
  });

  it("is decided in one place, which doctor and every client ask", () => {
    const root = path.resolve(__dirname, "../../..");
    const deciding = ["provider", "sdk", "policy", "emulator"].flatMap((part) =>
      readdirSync(path.join(root, part, "src"), { recursive: true, encoding: "utf8" })
        .map((file) => path.join(part, "src", file))
        .filter((file) => file.endsWith(".ts"))
        .filter((file) =>
          /["'](?:https?|all|no)_proxy["']/i.test(readFileSync(path.join(root, file), "utf8")),
        ),
    );
    assert.deepEqual(deciding, [path.join("provider", "src", "ens", "transport", "proxy.ts")]);
  });
});
