/* What is on the page now as it would be saved: its address, what it shows in words, and where that comes from. */
"use strict";

(function () {
  if (typeof document === "undefined") return;
  const { scope } = window;

  const element = (id) => document.getElementById(id);
  const dataOf = (id) => window.dash_component_api.getLayout(id)?.props?.data;

  const rule = (words) => {
    const [asked, answer, all] = [dataOf("rule"), dataOf("answer"), scope.answer.words];
    const entry = scope.answer.lookUp(asked, answer, all);
    if (!entry) return null;
    const radius = all.radius_words[entry.r];
    const where = answer.wheres?.[entry.r] ?? scope.fill(words.within, { radius, place: answer.place });
    const shown = Object.fromEntries(["unit", "number", "interval", "method"].map((id) => [id, element(id).textContent]));
    return {
      name: scope.fill(words.name, { place: answer.place, radius }),
      rule: scope.fill(words.rule_said, { where, stay: all.stay_phrases[entry.s], dates: answer.dates }),
      ...shown,
    };
  };

  const comparison = () => (element("compared-columns").ariaBusy === "true" ? null : dataOf("compared-answer").saved);

  const VIEWS = { rule, comparison };

  /* Null while its numbers are on the way. */
  scope.saved.present = (words) => {
    const address = `${window.location.pathname}${window.location.search}`;
    const view = VIEWS[scope.saved.kind(address)](words);
    const { title, digest } = dataOf("release");
    return view && { address, release: title, digest, ...view };
  };
})();
