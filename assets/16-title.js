/* The title of the document: the place of the rule where there is one, the page, the product. */
"use strict";

(function () {
  const { scope } = typeof window === "undefined" ? globalThis : window;
  const { document = {} } = globalThis;
  const parts = { place: "", page: "", product: document.title };

  const say = (known) => {
    Object.assign(parts, known);
    document.title = Object.values(parts).filter(Boolean).join(" – ");
  };

  scope.title = { at: (place) => say({ place }) };
  scope.callbacks.title = (page) => say({ page: page.props["data-title"] });
})();
