/* The language of the page: said with every request of its own, so that the server answers in it, whatever another tab speaks. */
"use strict";

(function () {
  const { scope } = typeof window === "undefined" ? globalThis : window;
  const A_YEAR_S = 365 * 24 * 3600;

  scope.language = {
    /* The address of the page in another language. */
    address(code, search) {
      const query = new URLSearchParams(search);
      query.set("lang", code);
      return `?${query}`;
    },

    /* The part of a link that says a language, if one was chosen. */
    chosen(search) {
      const lang = new URLSearchParams(search).get("lang");
      return lang ? { lang } : {};
    },
  };

  if (typeof document === "undefined") return;

  const ask = window.fetch;
  window.fetch = (resource, options = {}) => {
    const headers = new Headers(options.headers);
    headers.set("Page-Language", document.documentElement.lang);
    return ask(resource, { ...options, headers });
  };

  /* Before the browser follows the link: the rule stays, and the choice holds for links that do not say a language. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-language]");
    if (!link) return;
    link.href = scope.language.address(link.dataset.language, window.location.search);
    document.cookie = `language=${link.dataset.language}; path=/; max-age=${A_YEAR_S}; samesite=lax`;
  }, true);
})();
