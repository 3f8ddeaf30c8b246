/** Both are put in by the bundler, from schema.json. */
declare const PLUGIN_SCHEMA: string;
declare const PLUGIN_VERSION: string;

export const schema = (): string => PLUGIN_SCHEMA;
export const version = (): string => PLUGIN_VERSION;
