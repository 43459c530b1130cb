/* What a picture says of itself: the rule in words, how it was counted, where from, the link and the day. */

import { release, words } from "../page/dash.mjs";
import { element } from "../page/parts.mjs";
import { fill } from "../page/words.mjs";

const DIGEST_LETTERS = 12;

/** @type {(id: string) => string} */
export const textOf = (id) => element(id)?.textContent ?? "";

/** A line each.
   @type {(of: { sentence: string, method: string, title: string, digest: string, synthetic?: boolean, link: string, day: string, words: Said }) => string[]} */
export const about = ({ sentence, method, title, digest, synthetic, link, day, words: said }) => {
  const of = fill(said.release, { title, digest: digest.slice(0, DIGEST_LETTERS), day });
  const from = synthetic ? fill(said.synthetic, { release: of }) : of;
  return [fill(said.method, { method, sentence }), from, link];
};

/* Of what is on the page. */
export const aboutPage = () =>
  about({
    ...release(),
    words: words().said,
    sentence: textOf("sentence"),
    method: textOf("method"),
    link: window.location.href,
    // Swedish writes a date as files do; by the release's clock, as in the files of the server.
    day: new Date().toLocaleDateString("sv", { timeZone: release().time_zone }),
  });
