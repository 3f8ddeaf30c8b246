import assert from "node:assert/strict";
import { type ResourceValidationPolicy, Secret } from "@pulumi/policy";
import { secretsPreservingProxy } from "@pulumi/policy/secret";
import { noPlainPassword } from "../../policy/src";
import { argsOf, checked, event, judge, NOW, unknownCheckingProxy } from "./judge";

/** Shows the rule a stack's configuration as the policy server does when it remediates. */
function remediate(rule: ResourceValidationPolicy, configuration: Record<string, unknown>): void {
  assert.ok(rule.remediateResource);
  const props = unknownCheckingProxy(secretsPreservingProxy(configuration) as Record<string, unknown>);
  const result = rule.remediateResource({
    ...argsOf({ props: {}, type: "pulumi:providers:pulumi-nodejs" }),
    props,
  });
  assert.equal(result, undefined, "it changes nothing");
}

describe("the rule noPlainPassword", () => {
  const props = checked({
    events: [
      event(1, { opsType: "immediate", password: "Hidden1234" }),
      event(2, { opsType: "immediate", password: "Shown12345" }),
      event(3, { opsType: "immediate", password: "Nested1234" }),
      event(4, { planTime: NOW + 86_400_000 }),
    ],
  });

  it("reports passwords that are plain configuration, without telling them, and lets secret ones be", () => {
    const rule = noPlainPassword("no-plain-password");
    remediate(rule, {
      "edge:hidden": new Secret("Hidden1234"),
      "edge:shown": "Shown12345",
      "edge:hosts": JSON.stringify({ build: [{ password: "Nested1234" }] }),
      "edge:count": "3",
    });
    const { violations } = judge(rule, { props });
    assert.deepEqual(violations, [
      "e-2 (i-2): its password is in the configuration edge:shown, as plain text. Choose another one and set it as a secret: pulumi config set --secret edge:shown",
      "e-3 (i-3): its password is in the configuration edge:hosts, as plain text. Choose another one and set it as a secret: pulumi config set --secret edge:hosts",
    ]);
    assert.ok(!/Shown12345|Nested1234/.test(violations.join()));
  });

  it("takes a plan without passwords for what it is", () => {
    const rule = noPlainPassword("no-plain-password");
    remediate(rule, { "edge:shown": "" });
    assert.deepEqual(
      judge(rule, { props: checked({ events: [event(4, { planTime: NOW + 86_400_000 })] }) }),
      { violations: [] },
    );
  });

  it("says that it does not apply where it cannot see which configuration is secret", () =>
    assert.match(
      judge(noPlainPassword("no-plain-password"), { props }).notApplicable ?? "",
      /only at enforcement level remediate$/,
    ));

  it("is set to remediate, which stops an update as mandatory does", () =>
    assert.equal(noPlainPassword("no-plain-password").enforcementLevel, "remediate"));
});
