import ts from "typescript";
import { capital, describe, hasTag } from "./describe.mjs";

/**
 * @typedef {object} TypeSpec
 * @property {string} [type]
 * @property {string} [$ref]
 * @property {TypeSpec} [items]
 * @property {TypeSpec} [additionalProperties]
 * @property {TypeSpec[]} [oneOf]
 *
 * @typedef {TypeSpec & { description?: string, secret?: true }} PropertySpec
 *
 * @typedef {object} ObjectSpec
 * @property {string} [description]
 * @property {"object"} [type]
 * @property {Record<string, PropertySpec>} properties
 * @property {string[]} [required]
 *
 * @typedef {object} EnumSpec
 * @property {string} [description]
 * @property {"string"} type
 * @property {{ name: string, value: string }[]} enum
 *
 * @typedef {object} Place      where a type is written, for the names of types without one and for errors
 * @property {string} owner     name of the type that has the property; empty for a function or a resource
 * @property {string} property
 * @property {boolean} integer  numbers in it are whole and fit 32 bits
 * @property {string} text      as it is written
 */

/** Types of TypeScript as a Pulumi package schema writes them. What has no form there is an error. */
export class TypeSpecs {
  /** @type {Map<string, ObjectSpec | EnumSpec>} */
  #types = new Map();
  /** By name, what it stands for: one name for two types would make one of them. @type {Map<string, string>} */
  #meanings = new Map();
  /** Names of exported unions by what they consist of: with `| undefined`, TypeScript forgets the name. @type {Map<string, ts.Symbol>} */
  #aliases = new Map();
  #api;
  #token;
  #names;
  #plainStrings;

  /**
   * @param {import("./readApi.mjs").Api} api
   * @param {(name: string) => string} token
   * @param {object} [about]
   * @param {Readonly<Record<string, string>>} [about.names]   of types without one, by where they are: `Ordered.state`
   * @param {readonly string[]} [about.plainStrings]           where a list of words is no enum
   */
  constructor(api, token, { names = {}, plainStrings = [] } = {}) {
    this.#api = api;
    this.#token = token;
    this.#names = names;
    this.#plainStrings = plainStrings;
    for (const symbol of api.exports.values()) {
      if (!(symbol.flags & ts.SymbolFlags.TypeAlias)) continue;
      const type = api.checker.getDeclaredTypeOfSymbol(symbol);
      if (type.isUnion()) this.#aliases.set(this.#meaning(constituents(type)), symbol);
    }
  }

  /** All types that have been met, by token in alphabetical order. */
  get types() {
    return Object.fromEntries(
      [...this.#types].map(([name, spec]) => /** @type {const} */ ([this.#token(name), spec])).sort(byName),
    );
  }

  /**
   * The properties of an object type, as they are in the spec of a type, a resource or a function.
   * @param {readonly ts.Type[]} variants    of a union of objects: what not all have is optional
   * @param {string} owner
   * @returns {ObjectSpec}
   */
  objectSpec(variants, owner) {
    const { checker } = this.#api;
    /** @type {Map<string, Use[]>} */
    const found = new Map();
    for (const variant of variants) {
      for (const symbol of checker.getPropertiesOfType(variant)) {
        const use = { symbol, when: whenUsed(variant, symbol, checker) };
        found.set(symbol.name, [...(found.get(symbol.name) ?? []), use]);
      }
    }
    /** @type {Record<string, PropertySpec>} */
    const properties = {};
    const required = [];
    for (const [name, uses] of found) {
      const symbols = uses.map(({ symbol }) => symbol);
      properties[name] = this.propertySpec(name, symbols, owner, docOf(uses, checker));
      const types = symbols.map((symbol) => checker.getTypeOfSymbol(symbol));
      const isOptional = symbols.some((symbol) => symbol.flags & ts.SymbolFlags.Optional);
      if (symbols.length === variants.length && !isOptional && !types.some(mayBeAbsent)) required.push(name);
    }
    return { properties, ...(required.length > 0 && { required: required.sort() }) };
  }

  /**
   * @param {string} name
   * @param {readonly ts.Symbol[]} symbols   one for each variant that has it
   * @param {string} owner
   * @param {string} [description]
   * @returns {PropertySpec}
   */
  propertySpec(
    name,
    symbols,
    owner,
    description = docOf(
      symbols.map((symbol) => ({ symbol, when: "" })),
      this.#api.checker,
    ),
  ) {
    const types = symbols.map((symbol) => this.#api.checker.getTypeOfSymbol(symbol));
    const integer = symbols.some((symbol) => hasTag(symbol, "integer"));
    return {
      ...this.typeSpec(types, { owner, property: name, integer, text: textOf(symbols) }),
      ...(description && { description }),
      ...(symbols.some((symbol) => hasTag(symbol, "secret")) && { secret: true }),
    };
  }

  /**
   * @param {readonly ts.Type[]} types   the value is of one of them
   * @param {Place} place
   * @returns {TypeSpec}
   */
  typeSpec(types, place) {
    const { checker } = this.#api;
    const all = [...new Set(types.flatMap(constituents))];
    const [first] = all;
    if (first === undefined) throw outside("nothing", place);
    const number = { type: place.integer ? "integer" : "number" };
    if (all.every(isBoolean)) return { type: "boolean" };
    if (all.every(isNumber)) return number;
    if (all.every((type) => isString(type) || type.isStringLiteral())) {
      const isOpen = all.some(isString) || this.#plainStrings.includes(where(place));
      return isOpen ? { type: "string" } : { $ref: this.#enumOf(all, place) };
    }
    if (all.every((type) => isNumber(type) || isString(type))) return { oneOf: [number, { type: "string" }] };
    if (all.length === 1) {
      const items = elementOf(first, checker);
      if (items)
        return { type: "array", items: this.typeSpec([items], { ...place, property: singular(place) }) };
      const values = valuesOf(first, checker);
      if (values) return { type: "object", additionalProperties: this.typeSpec([values], place) };
    }
    if (all.every((type) => isPlainObject(type, checker))) return { $ref: this.#objectOf(all, place) };
    throw outside(all.map((type) => checker.typeToString(type)).join(" | "), place);
  }

  /**
   * @param {readonly ts.Type[]} variants
   * @param {Place} place
   */
  #objectOf(variants, place) {
    const symbol = this.#named(variants);
    const name = this.#declared(symbol) ?? this.#names[where(place)] ?? place.owner + capital(place.property);
    return this.#define(name, this.#meaning(variants), place, () => {
      // The type with inputs in it is the one that says everything.
      const args = this.#api.exports.get(`${name}Args`);
      const described = this.#inputsOf(args, variants, name);
      const named = args ?? symbol;
      const description = named && describe(named, this.#api.checker);
      return {
        ...(description && { description }),
        type: /** @type {const} */ ("object"),
        ...this.objectSpec(described ?? variants, name),
      };
    });
  }

  /**
   * A program may pass on to a plan what a function has found, so both are one type: that of the inputs. It must take whatever the
   * other is.
   * @param {ts.Symbol | undefined} args
   * @param {readonly ts.Type[]} variants
   * @param {string} name
   */
  #inputsOf(args, variants, name) {
    if (!args) return undefined;
    const { checker } = this.#api;
    const type = checker.getDeclaredTypeOfSymbol(args);
    const wrong = variants.find((variant) => !checker.isTypeAssignableTo(variant, type));
    if (wrong) {
      throw new Error(
        `${checker.typeToString(wrong)} is not a ${name}Args: the schema has one type for both`,
      );
    }
    return [type];
  }

  /**
   * @param {readonly ts.Type[]} literals
   * @param {Place} place
   */
  #enumOf(literals, place) {
    const meaning = this.#meaning(literals);
    const alias = this.#aliases.get(meaning);
    const known = [...this.#meanings].find(([, each]) => each === meaning)?.[0];
    const name = alias?.name ?? known ?? this.#names[where(place)] ?? capital(place.property);
    return this.#define(name, meaning, place, () => {
      const description = alias && describe(alias, this.#api.checker);
      const words = literals.map((type) => /** @type {ts.StringLiteralType} */ (type).value);
      const values = inOrder(words, alias ? textOf([alias]) : place.text);
      return {
        ...(description && { description }),
        type: /** @type {const} */ ("string"),
        enum: values.map((value) => ({ name: value.split(/\W|_/).map(word).join(""), value })),
      };
    });
  }

  /**
   * @param {string} name
   * @param {string} meaning
   * @param {Place} place
   * @param {() => ObjectSpec | EnumSpec} make
   */
  #define(name, meaning, place, make) {
    const other = this.#meanings.get(name);
    if (other === undefined) {
      this.#meanings.set(name, meaning);
      this.#types.set(name, make());
    } else if (other !== meaning && !this.#api.exports.has(`${name}Args`)) {
      throw new Error(
        `${where(place)}: ${name} is already the name of another type: export one that names this`,
      );
    }
    return `#/types/${this.#token(name)}`;
  }

  /**
   * The name under which a type is declared: its own, or that of an exported union.
   * @param {readonly ts.Type[]} variants
   */
  #named(variants) {
    if (variants.length > 1) return this.#aliases.get(this.#meaning(variants));
    const [type] = variants;
    return type?.aliasSymbol ?? type?.symbol;
  }

  /** @param {ts.Symbol | undefined} symbol */
  #declared(symbol) {
    return symbol && !symbol.name.startsWith("__") ? symbol.name.replace(/Args$/, "") : undefined;
  }

  /** What a type is, whatever it is called. @param {readonly ts.Type[]} types */
  #meaning(types) {
    const { checker } = this.#api;
    const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias;
    return types
      .map((type) => checker.typeToString(type, undefined, flags))
      .sort()
      .join(" | ");
  }
}

/** The types of a union, without `undefined` and `null`. @param {ts.Type} type @returns {ts.Type[]} */
function constituents(type) {
  if (type.isUnion()) return type.types.flatMap(constituents);
  return type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null) ? [] : [type];
}

/** @param {ts.Type} type */
function mayBeAbsent(type) {
  return type.isUnion() && type.types.some((each) => each.flags & ts.TypeFlags.Undefined);
}

/** @param {ts.Type} type */
const isBoolean = (type) => (type.flags & ts.TypeFlags.BooleanLike) !== 0;

/** @param {ts.Type} type */
const isNumber = (type) => (type.flags & ts.TypeFlags.Number) !== 0;

/** Any string, or one of a form: also `string & {}`, by which a list of words stays open. @param {ts.Type} type @returns {boolean} */
function isString(type) {
  if (type.isIntersection()) return type.types.some(isString);
  return (type.flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral)) !== 0;
}

/** @param {ts.Type} type @param {ts.TypeChecker} checker */
function elementOf(type, checker) {
  return checker.isArrayType(type)
    ? checker.getTypeArguments(/** @type {ts.TypeReference} */ (type))[0]
    : undefined;
}

/** The values of a dictionary: a `Record<string, …>`, or a map by strings. @param {ts.Type} type @param {ts.TypeChecker} checker */
function valuesOf(type, checker) {
  if (["Map", "ReadonlyMap"].includes(type.symbol?.name))
    return checker.getTypeArguments(/** @type {ts.TypeReference} */ (type))[1];
  return checker.getIndexInfoOfType(type, ts.IndexKind.String)?.type;
}

/** @param {ts.Type} type @param {ts.TypeChecker} checker */
function isPlainObject(type, checker) {
  const isObject = (type.flags & ts.TypeFlags.Object) !== 0 || type.isIntersection();
  return isObject && type.getCallSignatures().length === 0 && checker.getPropertiesOfType(type).length > 0;
}

/**
 * A property of one variant, and by what the description says which.
 * @typedef {{ symbol: ts.Symbol, when: string }} Use
 */

/**
 * A variant is told from the others by a word: of the property itself, or of another one.
 * @param {ts.Type} variant
 * @param {ts.Symbol} symbol
 * @param {ts.TypeChecker} checker
 */
function whenUsed(variant, symbol, checker) {
  const own = checker.getTypeOfSymbol(symbol);
  if (own.isStringLiteral()) return `\`${own.value}\`: `;
  const types = checker.getPropertiesOfType(variant).map((each) => checker.getTypeOfSymbol(each));
  const words = types.flatMap((type) => (type.isStringLiteral() ? [`\`${type.value}\``] : []));
  return `With ${words.join(" and ")}: `;
}

/**
 * What is said about a property; where variants say different things, each of them.
 * @param {readonly Use[]} uses
 * @param {ts.TypeChecker} checker
 */
function docOf(uses, checker) {
  /** @type {Map<string, string>} */
  const docs = new Map();
  for (const { symbol, when } of uses) {
    const doc = describe(symbol, checker);
    if (doc && !docs.has(doc)) docs.set(doc, when);
  }
  if (docs.size <= 1) return [...docs.keys()].join("");
  return [...docs].map(([doc, when]) => when + doc).join(" ");
}

/** @param {readonly ts.Symbol[]} symbols */
const textOf = (symbols) =>
  symbols
    .flatMap((symbol) => symbol.declarations ?? [])
    .map((declaration) => declaration.getText())
    .join("\n");

/** @param {string} text */
const word = (text) => capital(text === text.toUpperCase() ? text.toLowerCase() : text);

/** @param {Place} place */
const singular = ({ property }) => property.replace(/s$/, "");

/** @param {Place} place */
const where = ({ owner, property }) => [owner, property].filter(Boolean).join(".");

/**
 * Words in the order in which they are written. TypeScript's own order depends on what else it has read.
 * @param {string[]} words
 * @param {string} text
 */
function inOrder(words, text) {
  const written = words.every((word) => text.includes(`"${word}"`));
  /** @param {string} word */
  const rank = (word) => (written ? text.indexOf(`"${word}"`) : 0);
  return [...words].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** @param {string} type @param {Place} place */
function outside(type, place) {
  return new Error(`${where(place)}: the schema has no form for the type ${type}`);
}

/** @param {readonly [string, unknown]} a @param {readonly [string, unknown]} b */
const byName = ([a], [b]) => (a < b ? -1 : 1);
