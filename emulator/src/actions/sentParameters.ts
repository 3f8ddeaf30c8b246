import { notEmulated } from "../apiError";
import type { ApiRequest } from "../apiRequest";

/** How the emulator takes a parameter that ENS documents; `notEmulated`: not at all, `notEmulatedJson`: a JSON list. */
export type ParameterForm = TakenForm | "notEmulated" | "notEmulatedJson";

type TakenForm = "text" | "list" | "records" | "textOrRecords";

/** What may follow the name in each form, and the form in words. */
const FORMS: Readonly<Record<TakenForm, readonly [RegExp, string]>> = {
  text: [/^$/, "NAME"],
  list: [/^(\.\d+)?$/, "NAME joined by commas or NAME.N"],
  records: [/^\.\d+\.\w+$/, "NAME.N.FIELD"],
  textOrRecords: [/^(\.\d+\.\w+)?$/, "NAME or NAME.N.FIELD"],
};

/** `alibaba-cloud-sdk-go` sends every JSON list that nobody set as null. */
const EMPTY_LISTS: ReadonlySet<string> = new Set(["null", "[]"]);

function refuseForm(action: string, name: string, base: string, form: ParameterForm): void {
  if (form === "notEmulated" || form === "notEmulatedJson")
    throw notEmulated(`${action}: the emulator does not emulate the parameter ${base}.`);
  const [follows, words] = FORMS[form];
  if (!follows.test(name.slice(base.length)))
    throw notEmulated(`${action}: the emulator accepts ${words.replaceAll("NAME", base)}, not ${name}.`);
}

/**
 * Refuses a call that the emulator could only answer by ignoring some of it: with a parameter that ENS documents and
 * the emulator does not have, or does not have in that form, or that came twice. An empty value filters nothing.
 * Parameters that ENS does not document are ignored, since clients send their own with every call.
 */
export function refuseNotEmulated(
  action: string,
  parameters: Readonly<Record<string, ParameterForm>>,
  { query, form: formPairs, body }: ApiRequest,
): void {
  if (body.length > 0 && formPairs.length === 0)
    throw notEmulated(`${action}: the emulator reads a body only as application/x-www-form-urlencoded.`);
  const names = new Set<string>();
  const numbered = new Map<string, boolean>();
  for (const [name, value] of [...query, ...formPairs]) {
    const base = name.split(".", 1)[0] ?? "";
    const form = Object.hasOwn(parameters, base) ? parameters[base] : undefined;
    if (form === undefined) continue;
    const isNumbered = name !== base;
    if (names.has(name) || (numbered.get(base) ?? isNumbered) !== isNumbered)
      throw notEmulated(`${action}: ${base} was sent twice, and ENS does not document which one counts.`);
    names.add(name);
    numbered.set(base, isNumbered);
    if (value === "" || (form === "notEmulatedJson" && EMPTY_LISTS.has(value))) continue;
    refuseForm(action, name, base, form);
    if (form === "list" && value.startsWith("[")) {
      throw notEmulated(
        `${action}: the emulator accepts ${FORMS.list[1].replaceAll("NAME", base)}, not JSON.`,
      );
    }
  }
}
