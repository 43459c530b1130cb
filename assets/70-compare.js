/* Rules side by side: from the controls of every column to the rules, and from those to the address of the page. */
"use strict";

(function () {
  const { scope } = typeof window === "undefined" ? globalThis : window;
  const { callbacks } = scope;
  const NAMES = ["a", "b", "c", "d"];
  const FIELDS = ["site", "radius_m", "min_dwell_min", "start", "end"];

  const day = (value) => String(value).slice(0, 10);
  /* The fields of a rule that its heat follows. */
  const HEATED = ["min_dwell_min", "start", "end"];
  const sameHeat = (a, b) => Boolean(a && b) && HEATED.every((name) => a[name] === b[name]);
  const queryOf = (rule) => new URLSearchParams(FIELDS.map((name) => [name, rule[name]])).toString();

  scope.compare = {
    /* What the rules are called in an address, and how many there are at least. */
    names: NAMES,
    least: 2,

    /* The rules of the columns; a date that was cleared stays as it was before. */
    rules: (sites, radii, stays, starts, ends, before) =>
      sites.map((site, column) => ({
        site,
        radius_m: radii[column],
        min_dwell_min: stays[column],
        start: day(starts[column] || before[column]?.start),
        end: day(ends[column] || before[column]?.end),
      })),

    /* The button that took a column away has gone with it, the one that brought the last column that there can be cannot
       be pressed: the keyboard goes on at the other. */
    refocus: (columns, page = window.document) => {
      const { columns: before } = scope.compare;
      scope.compare.columns = columns;
      if (!page || before === undefined || columns === before) return;
      const [add, on] = [page.getElementById("add-rule"), page.activeElement];
      if (on !== page.body && !on.disabled) return;
      const next = add.disabled ? page.getElementById(JSON.stringify({ column: columns - 1, part: "site" })) : add;
      next.focus();
    },

    /* `at` is the middle and the zoom of the maps, empty where they frame the places of the rules. */
    query: (release, rules, at, language) =>
      new URLSearchParams([
        ["release", release],
        ...rules.map((rule, column) => [NAMES[column], queryOf(rule)]),
        ...(at ? [["at", at]] : []),
        ...Object.entries(language),
      ]).toString(),
  };

  /* In the address, and in the links to the other pages, which show the first rule. */
  let asked = null;
  callbacks.comparedAddress = (compared, at) => {
    if (!compared) return;
    const { release, rules } = compared;
    const query = scope.compare.query(release, rules, at, scope.language.chosen(window.location.search));
    if (asked !== null && asked !== query) window.dash_clientside.set_props("notice", { children: null });
    asked = query;
    window.history.replaceState(window.history.state, "", `?${query}`);
    for (const link of document.querySelectorAll(".pages a")) {
      link.search = link.ariaCurrent ? query : `release=${encodeURIComponent(release)}&${queryOf(rules[0])}`;
    }
  };

  /* What is new of a property of every column. */
  let told = { days: [], rings: [] };
  const news = (name, values) => {
    const before = told[name];
    told[name] = values.map((value) => JSON.stringify(value));
    return values.map((value, column) => (told[name][column] === before[column] ? scope.noUpdate() : value));
  };

  callbacks.compared = (sites, radii, stays, starts, ends, before, heated, release, words) => {
    scope.map.words = words;
    const rules = scope.compare.rules(sites, radii, stays, starts, ends, before?.rules ?? []);
    if (!rules.length) return [scope.noUpdate(), []];
    scope.put("compared-columns", { ariaBusy: "true" });
    // Columns that have just come show nothing yet.
    if (!heated.every(Boolean)) told = { days: [], rings: [] };
    const moved = rules.map((rule, column) => (sameHeat(rule, heated[column]) ? scope.noUpdate() : rule));
    return [{ release: release.key, rules }, moved];
  };

  /* The answers to all rules: words and tables are put on the page, charts, rings and maps are told what is new. */
  callbacks.comparedAnswer = (answer, ids) => {
    if (answer?.answers.length !== ids.length) return [ids, ids, ids].map((all) => all.map(scope.noUpdate));
    answer.answers.forEach((parts, column) => scope.put(JSON.stringify({ column, part: "answer" }), { parts }));
    scope.put("compared-tables", { parts: answer.tables });
    scope.put("compared-said", { text: answer.said });
    scope.put("add-rule", { disabled: answer.full });
    scope.put("compared-columns", { ariaBusy: "false" });
    scope.compare.refocus(ids.length);
    return [news("days", answer.days), news("rings", answer.rings), scope.compare.frame(answer.frame, ids)];
  };

  /* A switched theme is seen in the document, before anybody else hears of the click. */
  callbacks.comparedTheme = () => scope.theme.name();

  if (typeof document === "undefined") return;
  const follow = () => {
    if (document.querySelector(".compare")) window.dash_clientside.set_props("compared-theme", { data: scope.theme.name() });
  };
  new MutationObserver(follow).observe(document.documentElement, { attributeFilter: ["data-theme"] });
})();
