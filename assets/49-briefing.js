/* The briefing of the rule, or of the rules, on the page: the server makes it, which takes a moment, so the page says so meanwhile. */
"use strict";

(function () {
  if (typeof document === "undefined") return;
  const { scope } = window;
  const part = (id) => document.getElementById(id);

  const shown = (busy) => {
    part("briefing").querySelector("details").hidden = busy;
    part("briefing").querySelector("button:disabled").hidden = !busy;
  };

  /* The name that the server gave the file. */
  const nameOf = (reply) => reply.headers.get("Content-Disposition").split("filename=")[1].replaceAll('"', "");

  const fetched = async (file) => {
    const reply = await fetch(scope.export.address(file, window.location.search, {}, document.documentElement.lang));
    if (reply.ok) return scope.export.save(await reply.blob(), nameOf(reply));
    throw new Error((await reply.json()).detail);
  };

  document.addEventListener("click", async (event) => {
    const file = event.target.closest("[data-briefing]")?.dataset.briefing;
    if (!file) return;
    shown(true);
    part("briefing-status").textContent = "";
    let problem = "";
    try {
      await fetched(file);
    } catch (error) {
      problem = error instanceof TypeError || error instanceof SyntaxError ? "" : error.message;
      problem ||= part("briefing").dataset.failed;
    }
    shown(false);
    part("briefing-status").textContent = problem;
    part("briefing").querySelector("summary").focus();
  });
})();
