import ts from "typescript";
import { capital, describe } from "./describe.mjs";

/**
 * A function of the SDK as a function of the package: its one argument is an object, or becomes the only property of one, and so
 * does its result.
 * @param {import("./readApi.mjs").Api} api
 * @param {import("./typeSpecs.mjs").TypeSpecs} specs
 * @param {string} name
 * @param {{ name: string, description: string } | undefined} result    the property of a result that is no object itself
 */
export function functionSpec({ checker, exports }, specs, name, result) {
  const symbol = exportOf();
  const signature = checker.getTypeOfSymbol(symbol).getCallSignatures()[0];
  const parameter = signature?.getParameters()[0];
  if (!parameter) throw new Error(`${name} is not a function with an argument`);
  const given = argumentOf(checker.getTypeOfSymbol(parameter), checker);
  const description = describe(symbol, checker);
  const owner = capital(name);
  const inputs = checker.getIndexInfoOfType(given, ts.IndexKind.String)
    ? { properties: { [parameter.name]: parameterSpec(parameter) }, required: [parameter.name] }
    : specs.objectSpec([given], owner);
  return { description, inputs, outputs: outputs(promised(signature.getReturnType(), checker)) };

  function exportOf() {
    const found = exports.get(name);
    if (!found) throw new Error(`${name} is not exported`);
    return found;
  }

  /** @param {ts.Type} type */
  function outputs(type) {
    if (!result) return specs.objectSpec([type], owner);
    const spec = specs.typeSpec([type], { owner, property: result.name, integer: false, text: "" });
    return {
      properties: { [result.name]: { ...spec, description: result.description } },
      required: [result.name],
    };
  }

  /** @param {ts.Symbol} each */
  function parameterSpec(each) {
    const tag = symbol
      .getJsDocTags(checker)
      .find(({ name: tagName, text }) => tagName === "param" && text?.[0]?.text === each.name);
    const text = ts.displayPartsToString(tag?.text?.slice(1)).replace(/^[\s-]+/, "");
    return { ...specs.propertySpec(each.name, [each], owner), ...(text && { description: text }) };
  }
}

/** Of `(...given: [args?: T])` and of `(args: T)`. @param {ts.Type} type @param {ts.TypeChecker} checker */
function argumentOf(type, checker) {
  const given = checker.isTupleType(type)
    ? checker.getTypeArguments(/** @type {ts.TypeReference} */ (type))[0]
    : type;
  return checker.getNonNullableType(given ?? type);
}

/** @param {ts.Type} type @param {ts.TypeChecker} checker */
function promised(type, checker) {
  if (type.symbol?.name !== "Promise") return type;
  return checker.getTypeArguments(/** @type {ts.TypeReference} */ (type))[0] ?? type;
}
