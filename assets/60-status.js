/* While a release is being checked: ask the server now and then, and open the page when it is ready. */
"use strict";

(function () {
  if (typeof document === "undefined") return;
  const EVERY_MS = 700;

  const look = async () => {
    if (!document.querySelector(".status-loading")) return;
    const answer = await fetch("health", { cache: "no-store" }).then((reply) => reply.json()).catch(() => null);
    if (answer && answer.state !== "loading") window.location.reload();
  };

  setInterval(look, EVERY_MS);
})();
