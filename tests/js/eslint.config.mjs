import js from "@eslint/js";
import imports from "eslint-plugin-import-x";
import unsanitized from "eslint-plugin-no-unsanitized";
import globals from "globals";

/* Whatever takes text for HTML: a name from a release would be more than a name. */
const TAKES_HTML = /^(innerHTML|outerHTML|srcdoc|insertAdjacentHTML|createContextualFragment|setHTMLUnsafe|parseHTMLUnsafe|html)$/;
/* Leaflet does with a string; it is given what `asText` makes, or a function that returns that. */
const SHOWS = /^(bind|set)?(Tooltip|Popup)(Content)?$|^setContent$/;
const IS_TEXT = ["arguments.0.callee.name", "arguments.0.body.callee.name"].map((path) => `:not([${path}="asText"])`).join("");

const message = "This takes text for HTML: use textContent, `made` of page/parts.mjs, or `asText` of map/leaflet.mjs.";
const NO_HTML = [
  `MemberExpression[property.name=${TAKES_HTML}]`,
  `MemberExpression[property.value=${TAKES_HTML}]`,
  `Property[key.name=${TAKES_HTML}]`,
  `Property[key.value=${TAKES_HTML}]`,
  `CallExpression[callee.property.name=${SHOWS}]${IS_TEXT}`,
  "CallExpression[callee.object.name='document'][callee.property.name=/^write(ln)?$/]",
];

export default [
  js.configs.recommended,
  imports.flatConfigs.errors,
  unsanitized.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    settings: { "import-x/extensions": [".mjs"] },
    rules: {
      "eqeqeq": "error",
      "import-x/extensions": ["error", "always", { ignorePackages: true }],
      "import-x/first": "error",
      "import-x/newline-after-import": "error",
      "import-x/no-cycle": "error",
      "import-x/no-self-import": "error",
      "max-lines": ["error", 300],
      "max-lines-per-function": ["error", 60],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-restricted-syntax": ["error", ...NO_HTML.map((selector) => ({ selector, message }))],
      "no-shadow": "error",
      "no-use-before-define": "off",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  { files: ["assets/**"], languageOptions: { globals: globals.browser } },
  { files: ["tests/js/**", "tests/mutants/**"], languageOptions: { globals: { ...globals.browser, ...globals.node, L: "readonly" } } },
  { files: ["tests/js/*.config.mjs"], rules: { "import-x/no-unresolved": "off" } },
];
