/* The whole view in the address of the page: the rule, and of all else what is not as usual. */
"use strict";

(function () {
  const { scope } = typeof window === "undefined" ? globalThis : window;
  const { callbacks } = scope;
  const ASSUMED = [
    "tests_each", "pool", "infected_of_1000", "tests_a_day", "quarantine_days", "calls_a_day", "true_radius_m", "true_stay_min",
  ];

  scope.link = {
    /* `beside` and `usual` hold the parts of a link that are not the rule, as text by name. */
    query(rule, beside, usual) {
      const query = new URLSearchParams();
      for (const name of scope.rule.fields) query.set(name, rule[name]);
      for (const [name, value] of Object.entries(beside)) if (value !== usual[name]) query.set(name, value);
      return query.toString();
    },

    ofLook: ({ focus, hours, layer }) => ({ focus, hours: hours.join("-"), layer }),
  };

  /* In the address, and in the links to the other pages, which lead back here. */
  const keep = (query) => {
    window.history.replaceState(window.history.state, "", `?${query}`);
    for (const link of document.querySelectorAll(".pages a")) link.search = query;
  };

  /* What was said of the view before no longer holds once it has changed. */
  let asked = null;
  callbacks.address = (rule, look, sight, assumed, release) => {
    if (!rule || !look || !sight || !assumed) return;
    const beside = { ...scope.link.ofLook(look), ...sight, ...assumed, ...scope.language.chosen(window.location?.search) };
    const query = scope.link.query(rule, beside, release.usual);
    if (asked !== null && asked !== query) window.dash_clientside.set_props("notice", { children: null });
    asked = query;
    // Writing the address takes longer than a frame has: it waits until the frame is drawn.
    setTimeout(() => query === asked && keep(query));
  };

  callbacks.sight = (borders, opacity, bounds, zoom, before, words) => {
    scope.map.see({ districts: borders.length ? "on" : "off", opacity });
    const strength = `${opacity}%`;
    scope.put("opacity-words", { text: strength });
    scope.describe("opacity", words.labels.opacity, strength);
    const sight = { at: scope.map.at(before.at), districts: scope.map.sight.districts, opacity: String(opacity) };
    const same = Object.keys(sight).every((name) => sight[name] === before[name]);
    return same ? scope.noUpdate() : sight;
  };

  /* An input that is empty or wrong counts as usual, as on the server. */
  callbacks.assumed = (...inputs) => {
    const { usual } = inputs.pop();
    return Object.fromEntries(ASSUMED.map((name, position) => [name, String(inputs[position] ?? usual[name])]));
  };
})();
