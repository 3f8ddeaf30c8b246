import assert from "node:assert/strict";
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
    assert.equal(found({ HTTP_PROXY: PROXY }), undefined);
  });

  it("is spoken to in plain HTTP where no scheme is written", () => {
    assert.equal(proxyFor(ENS, { HTTPS_PROXY: "proxy:1" })?.url.href, "http://proxy:1/");
  });

  it("does not apply where NO_PROXY names the host, a domain above it, or all", () => {
    const exempting = [
      "*",
      "ens.aliyuncs.com",
      "ENS.Aliyuncs.com",
      "aliyuncs.com",
      "a, .aliyuncs.com",
      "*.aliyuncs.com b",
      "ens.aliyuncs.com:443",
    ];
    for (const list of exempting)
      assert.equal(found({ HTTPS_PROXY: PROXY, NO_PROXY: list }), undefined, list);
    for (const list of ["", "cs.com", "ens.aliyuncs.com:80", "sts.aliyuncs.com", "x.ens.aliyuncs.com"])
      assert.ok(found({ HTTPS_PROXY: PROXY, no_proxy: list }), list);
  });

  it("does not apply by a NO_PROXY whose lower case says otherwise", () => {
    assert.ok(found({ HTTPS_PROXY: PROXY, NO_PROXY: "*", no_proxy: "sts.aliyuncs.com" }));
    assert.equal(found({ HTTPS_PROXY: PROXY, NO_PROXY: "sts.aliyuncs.com", no_proxy: "*" }), undefined);
  });

  it("never applies to loopback", () => {
    assert.equal(found({ HTTPS_PROXY: PROXY }, endpoint("http://[::1]:8080")), undefined);
  });

  it("is an error that does not show it where it is of another kind", () => {
    for (const proxy of ["socks5://u:hunter2@proxy:9", "http://:hunter2@"]) {
      assert.throws(
        () => proxyFor(ENS, { https_proxy: proxy }),
        (error: unknown) =>
          error instanceof ConfigurationError &&
          error.message === "https_proxy must be an http:// or https:// URL",
      );
    }
  });
});
