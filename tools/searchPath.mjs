import path from "node:path";

// Windows spells it "Path", and only process.env itself forgives that; a copy of it does not.

/** @param {NodeJS.ProcessEnv} env */
const pathKey = (env) => Object.keys(env).find((key) => key.toUpperCase() === "PATH") ?? "PATH";

/**
 * The directories on PATH, in order.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]}
 */
export function searchPath(env) {
  return (env[pathKey(env)] ?? "").split(path.delimiter).filter((directory) => directory !== "");
}

/**
 * The same environment with directories first on PATH.
 * @param {NodeJS.ProcessEnv} env
 * @param {...string} directories
 * @returns {NodeJS.ProcessEnv}
 */
export function withFirstOnPath(env, ...directories) {
  return { ...env, [pathKey(env)]: [...new Set(directories), ...searchPath(env)].join(path.delimiter) };
}
