/* Light or dark: as the system says until the switch is used, then as chosen in this browser. */
"use strict";

(function () {
  if (typeof document === "undefined") return;
  const { scope } = window;
  const KEY = "screening-scope-theme";
  const root = document.documentElement;

  const system = () => (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

  scope.theme = {
    name: () => root.dataset.theme,

    set(name) {
      root.dataset.theme = name;
    },

    toggle() {
      const name = scope.theme.name() === "dark" ? "light" : "dark";
      scope.kept.set(KEY, name);
      scope.theme.set(name);
    },

    colour: (variable) => window.getComputedStyle(root).getPropertyValue(variable).trim(),
  };

  /* Before any callback hears of the click, so that charts and map are drawn in the new theme; on every page. */
  document.addEventListener("click", (event) => event.target.closest("#theme") && scope.theme.toggle(), true);

  scope.theme.set(scope.kept.get(KEY) || system());
})();
