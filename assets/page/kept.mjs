/* What this browser keeps for the page. It may refuse to keep anything, or to say what it keeps. */

/** @type {(key: string) => string | null} */
export const get = (key) => {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
};

/** Return whether it is kept.
   @type {(key: string, text: string) => boolean} */
export const set = (key, text) => {
  try {
    window.localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
};
