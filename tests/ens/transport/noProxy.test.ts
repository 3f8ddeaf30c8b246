import assert from "node:assert/strict";
import { isIPv4 } from "node:net";
import fc from "fast-check";
import { isExempt } from "../../../provider/src/ens/transport/noProxy";

/** What is asked for, in the columns of {@link TABLE}. */
const HOSTS = ["ens.aliyuncs.com", "aliyuncs.com", "10.1.2.3", "2001:db8::5"];

/**
 * What curl 7.88.1 and Go 1.26 did with each list, host by host, at port 443: x is exempt, `-` goes through the proxy. Where they
 * differ, what either exempts is exempt: curl knows no ports, no `*.` and no `*` beside other entries, and Go no spaces.
 * Neither takes an IPv6 address in brackets without a port; here it is one.
 */
const TABLE = `
aliyuncs.com                | x x - -
.aliyuncs.com               | x x - -
*.aliyuncs.com              | x - - -
*aliyuncs.com               | - - - -
..aliyuncs.com              | - - - -
aliyuncs.com.               | x x - -
ENS.Aliyuncs.COM            | x - - -
ens.aliyuncs.com:443        | x - - -
ens.aliyuncs.com:80         | - - - -
.aliyuncs.com:443           | x x - -
yuncs.com                   | - - - -
ens.*.com                   | - - - -
x.ens.aliyuncs.com          | - - - -
*                           | x x x x
a, *                        | x x x x
a b aliyuncs.com            | x x - -
a,,  aliyuncs.com ,b        | x x - -
10.1.2.3                    | - - x -
10.1.2.3:443                | - - x -
10.1.2.3:80                 | - - - -
10.0.0.0/8                  | - - x -
10.1.3.0/24                 | - - - -
10.1.2.3/32                 | - - x -
0.0.0.0/0                   | - - x -
10.0.0.0/33                 | - - - -
2.3                         | - - - -
2001:db8::5                 | - - - x
2001:DB8:0::5               | - - - x
[2001:db8::5]               | - - - x
[2001:db8::5]:443           | - - - x
[2001:db8::5]:80            | - - - -
2001:db8::/32               | - - - x
2001:db9::/32               | - - - -
::/0                        | - - - x
.                           | - - - -
*.                          | - - - -
:443                        | - - - -
,                           | - - - -
`
  .trim()
  .split("\n")
  .map((line) => {
    const [list = "", verdicts = ""] = line.split("|").map((part) => part.trim());
    return { list, verdicts };
  });

const verdict = (hostname: string, list: string, port = 443): string =>
  isExempt({ hostname, port }, list) ? "x" : "-";

describe("NO_PROXY", () => {
  for (const { list, verdicts } of TABLE) {
    it(`"${list}" exempts what it exempts for curl and Go`, () =>
      assert.equal(HOSTS.map((host) => verdict(host, list)).join(" "), verdicts));
  }

  it("takes the final dot of a host name for no part of it", () => {
    assert.equal(verdict("ens.aliyuncs.com.", "aliyuncs.com"), "x");
    assert.equal(verdict("ens.aliyuncs.com.", "ens.aliyuncs.com."), "x");
  });

  it("exempts a name by no range, since nothing is looked up", () =>
    assert.equal(verdict("ens.aliyuncs.com", "0.0.0.0/0 ::/0"), "-"));

  it("exempts the addresses of a range and no others, by arithmetic", () => {
    const address = fc.oneof(
      fc.ipV4(),
      fc.ipV6().filter((text) => !text.includes(".")),
    );
    fc.assert(
      fc.property(address, address, fc.nat(128), (host, base, length) => {
        const [bits, other] = [bitsOf(host), bitsOf(base)];
        const within =
          bits.length === other.length &&
          length <= bits.length &&
          bits.slice(0, length) === other.slice(0, length);
        assert.equal(verdict(host, `${base}/${length}`), within ? "x" : "-");
      }),
      {
        examples: [
          ["10.1.2.3", "10.255.0.0", 8],
          ["2001:db8::5", "2001:dbf::", 29],
          ["2001:db8::5", "2001:dbf::", 28],
        ],
      },
    );
  });
});

/** The bits of an address, as digits. */
function bitsOf(address: string): string {
  if (isIPv4(address)) {
    return address
      .split(".")
      .map((part) => Number(part).toString(2).padStart(8, "0"))
      .join("");
  }
  const [head = "", tail] = address.split("::").map((half) => half.split(":").filter(Boolean));
  const parts = tail
    ? [...head, ...Array<string>(8 - head.length - tail.length).fill("0"), ...tail]
    : [...head];
  return parts.map((part) => Number.parseInt(part, 16).toString(2).padStart(16, "0")).join("");
}
