import assert from "node:assert/strict";
import { parse } from "yaml";
import { planInputs, planName } from "../../plugin/src/inputs";
import { UNKNOWN } from "../../provider/src/plan";
import { check } from "../../provider/src/plan/check";
import { sentenceOf } from "../../provider/src/plan/input/failures";
import { at, type Block, blocks, pages } from "./pages";
import { THEN } from "./programs";

interface Resource {
  type?: string;
  properties?: Record<string, unknown>;
}

/** The plans of a YAML program, by name. What the program computes is not known here. */
function plansIn(block: Block): [name: string, properties: Record<string, unknown>][] {
  const program = parse(block.code, (_, value: unknown) =>
    typeof value === "string" && value.startsWith("${") ? UNKNOWN : value,
  ) as { resources?: Record<string, Resource> } | null;
  return Object.entries(program?.resources ?? {})
    .filter(([, { type = "" }]) => /^ens:(?:index:)?MigrationPlan$/.test(type))
    .map(([name, { properties = {} }]) => [name, properties]);
}

/** What the provider says against a plan, as in a first preview. */
function failuresOf(name: string, values: Record<string, unknown>): string[] {
  const plan = planName(`urn:pulumi:dev::project::ens:index:MigrationPlan::${name}`);
  const { inputs } = planInputs(plan, { values, secrets: [] }, {});
  return check({}, inputs, THEN).failures.map(sentenceOf);
}

describe("the YAML programs of the pages", () => {
  const all = pages()
    .flatMap(blocks)
    .filter(({ language }) => language === "yaml");

  it("have plans that the provider accepts", () => {
    const plans = all.flatMap((block) => plansIn(block).map((plan) => ({ where: at(block), plan })));
    assert.ok(plans.length > 5, `${plans.length} plans`);
    assert.deepEqual(
      plans.flatMap(({ where, plan }) => failuresOf(...plan).map((failure) => `${where}: ${failure}`)),
      [],
    );
  });

  it("would be told what is wrong", () => {
    const code =
      "resources: {a: {type: ens:MigrationPlan, properties: {events: [{eventId: e-1, resourceId: i-1}]}}}";
    const [plan] = plansIn({ page: "x.md", line: 1, language: "yaml", code, note: undefined });
    assert.ok(plan);
    assert.match(failuresOf(...plan).join("\n"), /dataPolicy/);
  });
});
