import js from "@eslint/js";
import pulumi from "@pulumi/eslint-plugin";
import { defineConfig } from "eslint/config";
import importSort from "eslint-plugin-simple-import-sort";
import tseslint from "typescript-eslint";

export default defineConfig(
  { ignores: ["**/dist/", "**/node_modules/", "coverage/", "docs/api/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-import-type-side-effects": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      eqeqeq: ["error", "always"],
    },
  },
  {
    // Where Prettier leaves a choice.
    plugins: { "import-sort": importSort },
    rules: {
      // Braces around what takes more than a line, and no others.
      curly: ["error", "multi-or-nest", "consistent"],
      // One import a module, from far to near.
      "no-duplicate-imports": "error",
      "import-sort/imports": ["error", { groups: [["^\\u0000", "^node:", "^@?\\w", "^", "^\\."]] }],
      "import-sort/exports": "error",
    },
  },
  {
    // "Load it now, and not before": `import()` in CommonJS output is asynchronous and bypasses the loaders of TypeScript.
    files: ["provider/src/{ens,host}/**/*.ts"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    files: ["examples/**/*.ts"],
    plugins: { pulumi },
    rules: {
      "pulumi/no-output-in-template-literal": "error",
      "pulumi/no-output-instance-in-template-literal": "error",
    },
  },
  {
    // Plain JavaScript, which tsc checks: it knows the globals.
    files: ["**/*.mjs"],
    rules: { "no-undef": "off", eqeqeq: ["error", "always"] },
  },
);
