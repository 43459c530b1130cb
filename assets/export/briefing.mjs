/* The briefing of the rule, or of the rules, on the page: the server makes it, which takes a moment, so the page says so meanwhile. */

import { around, element } from "../page/parts.mjs";
import { address, save } from "./file.mjs";

/** @type {(busy: boolean) => void} */
const shown = (busy) => {
  element("briefing").querySelector("details").hidden = busy;
  element("briefing").querySelector("button:disabled").hidden = !busy;
};

/** The name that the server gave the file.
   @type {(reply: Response) => string} */
const nameIn = (reply) => (reply.headers.get("Content-Disposition") ?? "").split("filename=")[1].replaceAll('"', "");

/** @type {(file: string) => Promise<void>} */
const fetched = async (file) => {
  const reply = await fetch(address(file, window.location.search, {}, document.documentElement.lang));
  if (reply.ok) return save(await reply.blob(), nameIn(reply));
  throw new Error((await reply.json()).detail);
};

export const listen = () => {
  document.addEventListener("click", async (event) => {
    const file = around(event, "[data-briefing]")?.dataset.briefing;
    if (!file) return;
    shown(true);
    element("briefing-status").textContent = "";
    let problem = "";
    try {
      await fetched(file);
    } catch (error) {
      problem = error instanceof Error && !(error instanceof TypeError || error instanceof SyntaxError) ? error.message : "";
      problem ||= element("briefing").dataset.failed;
    }
    shown(false);
    element("briefing-status").textContent = problem;
    element("briefing").querySelector("summary").focus();
  });
};
