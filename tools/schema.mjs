// Writes plugin/schema.json, from which Pulumi makes the SDKs of all languages: node tools/schema.mjs
import fs from "node:fs";
import { schemaFile, schemaText } from "./schema/schemaText.mjs";

fs.writeFileSync(schemaFile, await schemaText());
