/* What is expected of the rule: looked up in the sentences that the server sent; the browser estimates nothing. */
"use strict";

(function () {
  const { scope } = typeof window === "undefined" ? globalThis : window;
  const { callbacks } = scope;
  const PARTS = { "expected-line": "sentences", "expected-warning": "warnings", "better-rule": "better" };

  /* What each part says of a rule; nothing while the sentences on hand are of another place or other dates. */
  scope.expected = {
    isOf: (rule, expected) => Boolean(expected) && ["site", "start", "end"].every((name) => expected[name] === rule[name]),

    lookUp(rule, expected, words) {
      const same = scope.expected.isOf(rule, expected);
      const r = words.radii_m.indexOf(rule.radius_m);
      const s = words.min_dwell_min.indexOf(rule.min_dwell_min);
      return Object.fromEntries(Object.entries(PARTS).map(([id, part]) => [id, same ? expected[part][r][s] : ""]));
    },
  };

  /* While the sentences are on their way their place stays as high as it was, so that nothing below jumps. */
  const keepHeight = (here) => {
    const { classList, style, offsetHeight } = document.querySelector(".expected-lines");
    if (here) style.minHeight = "";
    else if (!classList.contains("awaited")) style.minHeight = `${offsetHeight}px`;
    classList.toggle("awaited", !here);
  };

  let latest = null;
  scope.expected.show = (rule, words = scope.answer.words, expected = latest) => {
    latest = expected;
    if (!rule || !words || !latest) return;
    keepHeight(scope.expected.isOf(rule, expected));
    for (const [id, text] of Object.entries(scope.expected.lookUp(rule, expected, words))) scope.put(id, { text });
  };

  callbacks.expected = (expected, rule) => scope.expected.show(rule, scope.answer.words, expected);

  /* The curves of the present stay, and where the present radius lies on them. */
  const curved = scope.changes();
  callbacks.certaintyOf = (figure, rule, words) => {
    if (!figure || !rule || !curved(figure, rule.radius_m, rule.min_dwell_min)) return scope.noUpdate();
    const s = words.min_dwell_min.indexOf(rule.min_dwell_min);
    const line = {
      type: "line", x0: rule.radius_m, x1: rule.radius_m, y0: 0, y1: 1, yref: "paper",
      line: { color: scope.theme.colour("--accent"), width: 2 },
    };
    const data = figure.data.map((trace) => ({ ...trace, visible: trace.meta === s }));
    return { data, layout: { ...figure.layout, shapes: [line] } };
  };

  /* Every rule as it is, and the present one ringed. */
  const ringed = scope.changes();
  callbacks.frontierOf = (figure, rule, words) => {
    if (!figure || !rule || !ringed(figure, rule.radius_m, rule.min_dwell_min)) return scope.noUpdate();
    const r = words.radii_m.indexOf(rule.radius_m);
    const s = words.min_dwell_min.indexOf(rule.min_dwell_min);
    const [all] = figure.data;
    if (!all) return figure;
    const at = r * words.min_dwell_min.length + s;
    const present = {
      ...all,
      name: words.said.this_rule,
      x: [all.x[at]], y: [all.y[at]], customdata: [all.customdata[at]],
      marker: { size: 15, color: "rgba(0,0,0,0)", line: { color: scope.theme.colour("--accent"), width: 3 } },
    };
    return { ...figure, data: [...figure.data, present] };
  };

  callbacks.takePoint = (click, words) => {
    if (!click) return [scope.noUpdate(), scope.noUpdate()];
    const [radius, stay] = click.points[0].customdata;
    return [words.radius_words.indexOf(radius), words.stay_labels.indexOf(stay)];
  };
})();
