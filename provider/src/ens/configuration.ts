export {
  checkConfiguration,
  type ConfigurationFailure,
  configurationOf,
  OF_THE_ENGINE,
} from "./checkConfiguration";
export {
  CONFIGURATION,
  type ConfigurationEntry,
  type ConfigurationField,
  type ConfigurationName,
} from "./settings/configuration";
