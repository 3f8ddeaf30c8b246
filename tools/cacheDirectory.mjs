import os from "node:os";
import path from "node:path";

/**
 * The one directory outside the checkout that these tools write to.
 * @param {{ platform?: NodeJS.Platform, env?: NodeJS.ProcessEnv, home?: string }} [options]
 * @returns {string}
 */
export function cacheDirectory({ platform = process.platform, env = process.env, home = os.homedir() } = {}) {
  const { join, resolve } = platform === "win32" ? path.win32 : path.posix;
  if (env.PULUMI_ENS_CACHE) return resolve(env.PULUMI_ENS_CACHE);
  return join(userCaches(), "pulumi-ens");

  function userCaches() {
    if (platform === "win32") return env.LOCALAPPDATA || join(home, "AppData", "Local");
    if (platform === "darwin") return join(home, "Library", "Caches");
    return env.XDG_CACHE_HOME || join(home, ".cache");
  }
}
