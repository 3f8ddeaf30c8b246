export { provider } from "./provider";
