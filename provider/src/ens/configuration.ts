export { checkConfiguration, type ConfigurationFailure } from "./checkConfiguration";
export {
  CONFIGURATION,
  type ConfigurationEntry,
  type ConfigurationField,
  type ConfigurationName,
} from "./settings/configuration";
