/* The language of the page: said with every request of its own, so that the server answers in it, whatever another tab speaks. */

import { prefix } from "./address.mjs";
import { around } from "./parts.mjs";

const A_YEAR_S = 365 * 24 * 3600;
const A_SUNDAY = { year: 1971, month: 0, day: 3 };

/** The address of the page in another language.
   @type {(code: string, search: string) => string} */
export const address = (code, search) => {
  const query = new URLSearchParams(search);
  query.set("lang", code);
  return `?${query}`;
};

/** The part of a link that says a language, if one was chosen.
   @type {(search: string) => Said} */
export const chosen = (search) => {
  const lang = new URLSearchParams(search).get("lang");
  return lang ? { lang } : {};
};

export const spoken = () => document.documentElement.lang;

const sayWithRequests = () => {
  const ask = window.fetch;
  window.fetch = (resource, options = {}) => {
    const headers = new Headers(options.headers);
    headers.set("Page-Language", spoken());
    return ask(resource, { ...options, headers });
  };
};

/** The calendar names months and days as the first locale of date-fns that it is given does; English is its own.
   @type {(lang: string) => object} */
const calendar = (lang) => {
  /** @type {(date: number, part: Intl.DateTimeFormatOptions) => string} */
  const named = (date, part) => new Intl.DateTimeFormat(lang, { timeZone: "UTC", ...part }).format(date);
  const { year, month: january, day: sunday } = A_SUNDAY;
  const written = () => "yyyy-MM-dd";
  return {
    code: lang,
    localize: {
      /** @type {(month: number) => string} */
      month: (month) => named(Date.UTC(year, month, 1), { month: "short" }),
      /** @type {(day: number, how: { width: string }) => string} */
      day: (day, { width }) => named(Date.UTC(year, january, sunday + day), { weekday: width === "wide" ? "long" : "narrow" }),
      ordinalNumber: String,
    },
    formatLong: { date: written, time: () => "HH:mm", dateTime: written },
    match: {},
    options: { weekStartsOn: 1 },
  };
};

export const listen = () => {
  sayWithRequests();
  if (spoken() && spoken() !== "en") window.dateFns = { locale: { calendar: calendar(spoken()) } };

  /* Before the browser follows the link: the rule stays, and the choice holds for links that do not say a language. */
  document.addEventListener("click", (event) => {
    const link = around(event, "[data-language]");
    if (!link) return;
    link.href = address(link.dataset.language, window.location.search);
    document.cookie = `language=${link.dataset.language}; path=${prefix() || "/"}; max-age=${A_YEAR_S}; samesite=lax`;
  }, true);
};
