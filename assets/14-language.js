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

  /* The calendar names months and days as the first locale of date-fns that it is given does; English is its own. */
  const spoken = document.documentElement.lang;
  const named = (date, part) => new Intl.DateTimeFormat(spoken, { timeZone: "UTC", ...part }).format(date);
  const SUNDAY = 3; // of January 1971
  const written = () => "yyyy-MM-dd";
  const calendar = {
    code: spoken,
    localize: {
      month: (month) => named(Date.UTC(1971, month, 1), { month: "short" }),
      day: (day, { width }) => named(Date.UTC(1971, 0, SUNDAY + day), { weekday: width === "wide" ? "long" : "narrow" }),
      ordinalNumber: String,
    },
    formatLong: { date: written, time: () => "HH:mm", dateTime: written },
    match: {},
    options: { weekStartsOn: 1 },
  };
  if (spoken && spoken !== "en") window.dateFns = { locale: { calendar } };

  /* Before the browser follows the link: the rule stays, and the choice holds for links that do not say a language. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-language]");
    if (!link) return;
    link.href = scope.language.address(link.dataset.language, window.location.search);
    document.cookie = `language=${link.dataset.language}; path=/; max-age=${A_YEAR_S}; samesite=lax`;
  }, true);
})();
