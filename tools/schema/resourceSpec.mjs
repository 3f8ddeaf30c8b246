import ts from "typescript";
import { describe } from "./describe.mjs";

/**
 * A resource class of the SDK as a resource of the package: its arguments are the inputs, the properties that it declares are the
 * outputs.
 * @param {import("./readApi.mjs").Api} api
 * @param {import("./typeSpecs.mjs").TypeSpecs} specs
 * @param {string} name
 */
export function resourceSpec({ checker, exports }, specs, name) {
  const resource = exports.get(name);
  const args = exports.get(`${name}Args`);
  if (!resource || !args) throw new Error(`${name} and ${name}Args must be exported`);
  const { properties: inputProperties, required: requiredInputs } = specs.objectSpec(
    [checker.getDeclaredTypeOfSymbol(args)],
    "",
  );
  const outputs = [...(resource.members ?? new Map()).values()].filter(isOutput);
  return {
    description: describe(resource, checker),
    inputProperties,
    requiredInputs,
    properties: Object.fromEntries(
      outputs.map((each) => [each.name, specs.propertySpec(each.name, [each], "")]),
    ),
    required: outputs.map((each) => each.name),
  };
}

/** @param {ts.Symbol} symbol */
function isOutput(symbol) {
  return (
    (symbol.flags & ts.SymbolFlags.Property) !== 0 &&
    (symbol.declarations ?? []).some(ts.isPropertyDeclaration)
  );
}
