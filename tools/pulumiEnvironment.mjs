import { withFirstOnPath } from "./searchPath.mjs";

/**
 * An environment in which the CLI needs no account and no network, keeps its state in a directory, and sees
 * neither the Pulumi settings nor the cloud credentials of whoever runs it.
 * @param {object} options
 * @param {string} options.home        for PULUMI_HOME: plugins, logs, who is logged in where
 * @param {string} options.backend     the directory that the state lives in
 * @param {string} options.directory   of the CLI, as findPulumi tells it
 * @param {string} [options.hosts]     of the hosts of other languages, as findPulumi tells it
 * @param {string} [options.passphrase]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @returns {NodeJS.ProcessEnv}
 */
export function pulumiEnvironment({
  home,
  backend,
  directory,
  hosts = directory,
  passphrase = "not a secret",
  env = process.env,
}) {
  const inherited = Object.entries(env).filter(([key]) => !/^(PULUMI|ALICLOUD|ALIBABA_CLOUD)_/i.test(key));
  return {
    ...withFirstOnPath(Object.fromEntries(inherited), directory, hosts),
    PULUMI_HOME: home,
    // The CLI takes the text after file:// as it is: percent-encoding, or a slash before a Windows drive,
    // would become part of the directory's name.
    PULUMI_BACKEND_URL: `file://${backend.replaceAll("\\", "/")}`,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // Without it the credentials chain asks a metadata address for keys, and waits.
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
  };
}
