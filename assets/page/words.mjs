/* Numbers, shares and sentences in words, in the language of the page. */

const { lang } = globalThis.document?.documentElement ?? {};
const whole = new Intl.NumberFormat(lang || "en", { maximumFractionDigits: 0 });

/** @type {(value: number) => string} */
export const number = (value) => whole.format(value);

const decimal = new Intl.NumberFormat(lang || "en", { maximumFractionDigits: 1 });

/** @type {(value: number) => string} */
export const tenths = (value) => decimal.format(value);

/** @type {(part: number, total: number, words: { under: string, over: string }) => string} */
export const percent = (part, total, words) => {
  const share = (100 * part) / total;
  if (share > 0 && share < 1) return words.under;
  if (share > 99 && share < 100) return words.over;
  return `${Math.round(share)}%`;
};

/** @type {(template: string, values: Record<string, unknown>) => string} */
export const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

/** An hour of the day as a clock shows it.
   @type {(hour: number) => string} */
export const clock = (hour) => `${String(hour).padStart(2, "0")}:00`;
