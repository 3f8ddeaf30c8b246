import { DynamicHost } from "./dynamicHost";
import type { HostOptions, ProviderHost } from "./host";
import { PluginHost } from "./pluginHost";

/** All hosts of the provider, by what they are called. */
export const HOSTS = {
  "dynamic provider": DynamicHost.start,
  plugin: PluginHost.start,
} satisfies Record<string, (options: HostOptions) => Promise<ProviderHost>>;
export type HostName = keyof typeof HOSTS;
