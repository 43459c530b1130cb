/* While a release is being checked: ask the server now and then, and open the page when it is ready. */

import { prefix } from "./address.mjs";

const EVERY_MS = 700;

const look = async () => {
  if (!document.querySelector(".status-loading")) return;
  const answer = await fetch(`${prefix()}/health`, { cache: "no-store" }).then((reply) => reply.json()).catch(() => null);
  if (answer && answer.state !== "loading") window.location.reload();
};

export const listen = () => setInterval(look, EVERY_MS);
