/* Numbers, shares and sentences in words, in the language of the page. */

const { lang } = globalThis.document?.documentElement ?? {};
const whole = new Intl.NumberFormat(lang || "en", { maximumFractionDigits: 0 });

export const number = (value) => whole.format(value);

export const percent = (part, total, words) => {
  const share = (100 * part) / total;
  if (share > 0 && share < 1) return words.under;
  if (share > 99 && share < 100) return words.over;
  return `${Math.round(share)}%`;
};

export const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

/* An hour of the day as a clock shows it. */
export const clock = (hour) => `${String(hour).padStart(2, "0")}:00`;
