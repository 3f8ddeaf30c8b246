/** A setting that cannot be used. Names the setting, never its value: a value may hold what must not be shown. */
export class ConfigurationError extends Error {
  readonly setting: string;

  constructor(setting: string, problem: string) {
    super(`${setting} ${problem}`);
    this.name = "ConfigurationError";
    this.setting = setting;
  }
}
