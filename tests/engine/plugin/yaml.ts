import type { YamlProgram } from "../stack";

/** A YAML program of plans: arguments by name, such as `planOf` makes. */
export function yamlOf(plans: Record<string, object>, options: Record<string, object> = {}): YamlProgram {
  const names = Object.keys(plans);
  return {
    resources: Object.fromEntries(
      names.map((name) => [
        name,
        {
          type: "ens:MigrationPlan",
          properties: plans[name],
          ...(options[name] && { options: options[name] }),
        },
      ]),
    ),
    outputs: Object.fromEntries(names.map((name) => [name, `\${${name}.summary}`])),
  };
}
