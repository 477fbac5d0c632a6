import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import ts from "typescript-eslint";

const features = (from, never) => ({
  files: [from],
  rules: { "no-restricted-imports": ["error", { patterns: never }] },
});
const OUTSIDE = { group: ["**/features/*", "../../*/index", "../../routes/*"], message: "Features do not know each other." };

export default ts.config(
  { ignores: ["src/api/generated", "node_modules", "eslint.config.js", "scripts"] },
  ...ts.configs.recommendedTypeChecked,
  hooks.configs.flat["recommended-latest"],
  a11y.flatConfigs.recommended,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      "react-hooks/incompatible-library": "off", // says that virtual lists are not memoised: they are meant so
      "jsx-a11y/no-autofocus": "off", // dialogs and the sign-in page put the focus where work begins
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/only-throw-error": ["error", { allow: [{ from: "package", package: "@tanstack/router-core", name: "Redirect" }] }],
      "no-restricted-globals": ["error", { name: "fetch", message: "Ask through src/api." }],
      "no-restricted-properties": ["error", { object: "window", property: "fetch", message: "Ask through src/api." }],
    },
  },
  { files: ["src/api/**"], rules: { "no-restricted-globals": "off" } },
  { files: ["src/messages/*.ts"], rules: { "max-lines": "off" } }, // a catalogue
  features("src/features/**", [OUTSIDE]),
  features("src/components/**", [{ group: ["**/features/**", "**/routes/**"], message: "Features use components." }]),
);
