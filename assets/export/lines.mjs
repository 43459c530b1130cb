/* Words in lines. A Chinese character is as wide as two letters, and a line may end after any; what closes a phrase stays with it. */

const WIDE = "\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef";
const PIECE = new RegExp(`\\s*(?:[${WIDE}][\\u3001\\u3002\\uff0c\\uff1a\\uff1b\\uff09]*|[^\\s${WIDE}]+)`, "g");
/** @type {(text: string) => number} */
const widthOf = (text) => [...text].length + (text.match(new RegExp(`[${WIDE}]`, "g")) ?? []).length;

/** Words in lines of at most so many letters, broken between words, and inside one that is longer than a line.
   @type {(words: string, letters: number) => string[]} */
export const linesOf = (words, letters) => {
  /** @type {string[]} */
  const found = [];
  let last = "";
  const parts = (words.match(PIECE) ?? []).flatMap((piece) => piece.match(new RegExp(`.{1,${letters}}`, "g")) ?? []);
  for (const part of parts) {
    if (last && widthOf(last + part) > letters) {
      found.push(last);
      last = "";
    }
    last = last ? last + part : part.trimStart();
  }
  return [...found, last];
};
