/* From the controls to the rule, and from the rule to the address of the page. */
"use strict";

(function () {
  const { scope } = typeof window === "undefined" ? globalThis : window;
  const { callbacks } = scope;
  const QUIET_MS = 120;

  const same = (a, b, names) => Boolean(a && b) && names.every((name) => a[name] === b[name]);
  const day = (value) => String(value).slice(0, 10);

  scope.rule = {
    fields: ["release", "site", "radius_m", "min_dwell_min", "start", "end"],
    window: ["release", "site", "start", "end"],

    /* A slider reports a drag before it reports its value: the one that has just moved is right. */
    position(moved, dragged, value) {
      return moved.includes("drag_value") && dragged !== undefined && dragged !== null ? dragged : value;
    },
  };

  /* The rule on the page, and each stop of its sliders in words. */
  const shown = { rule: null, words: null };

  const SLIDERS = {
    radius: { field: "radius_m", stops: "radii_m", said: "radius_words" },
    stay: { field: "min_dwell_min", stops: "min_dwell_min", said: "stay_words" },
  };

  const show = (rule, words) => {
    Object.assign(shown, { rule, words });
    for (const [id, { field, stops, said }] of Object.entries(SLIDERS)) {
      const stop = words[said][words[stops].indexOf(rule[field])];
      scope.put(`${id}-words`, { text: stop });
      scope.describe(id, words.labels[id], stop);
    }
    scope.answer.show(rule);
    scope.expected.show(rule, words);
  };

  for (const [id, { field, stops, said }] of Object.entries(SLIDERS)) {
    scope.hearSlider(id, (position) => {
      const { rule, words } = shown;
      if (!rule || rule[field] === words[stops][position]) return;
      show({ ...rule, [field]: words[stops][position] }, words);
    });
  }

  /* The place and dates of a rule where they are other than those of the one before; what is asked of them holds for every radius and stay. */
  const windowOf = (rule, before) => {
    if (same(rule, before, scope.rule.window)) return scope.noUpdate();
    return Object.fromEntries([...scope.rule.window, "radius_m", "min_dwell_min"].map((name) => [name, rule[name]]));
  };

  /* Another place or other dates are a rule to draw at once, another radius or stay when it has rested. */
  let drawn = null;
  let resting = null;
  const settle = (rule) => {
    clearTimeout(resting);
    if (same(rule, drawn, scope.rule.fields)) return scope.noUpdate();
    if (!same(rule, drawn, scope.rule.window)) return (drawn = rule);
    resting = setTimeout(() => window.dash_clientside.set_props("settled-rule", { data: (drawn = rule) }), QUIET_MS);
    return scope.noUpdate();
  };

  /* A date that was cleared stays as it was in the rule before. */
  callbacks.rule = (site, radiusDrag, radius, stayDrag, stay, start, end, more, words, release, before) => {
    const moved = window.dash_clientside.callback_context.triggered.map((t) => t.prop_id);
    const of = (id) => moved.filter((name) => name.startsWith(`${id}.`)).join();
    const r = scope.rule.position(of("radius"), radiusDrag, radius);
    const s = scope.rule.position(of("stay"), stayDrag, stay);
    const rule = {
      release: release.key,
      site: scope.places.site(site, more),
      radius_m: words.radii_m[r],
      min_dwell_min: words.min_dwell_min[s],
      start: day(start || before.start),
      end: day(end || before.end),
    };
    scope.release = release;
    show(rule, words);
    return [rule, windowOf(rule, before), settle(rule)];
  };

  /* What is expected and what it takes need the server for longer: they are asked for when the count and its heat are here. */
  let heatBefore = null;
  callbacks.later = (rule, answer, heat, view, release, before) => {
    const nothing = [scope.noUpdate(), scope.noUpdate()];
    if (!rule || !same(rule, answer, ["site", "start", "end"])) return nothing;
    const awaited = release.heat && (!heat || heat === heatBefore || heat.key !== view.key);
    const again = same(rule, before, scope.rule.fields);
    if (awaited && !again) return nothing;
    heatBefore = heat;
    return again ? nothing : [rule, windowOf(rule, before)];
  };

  /* dcc.Graph hands over a field's labels, not its place in the matrix. */
  callbacks.takeMatrixField = (click, words) => {
    if (!click) return [scope.noUpdate(), scope.noUpdate()];
    const { x, y } = click.points[0];
    const radius = words.radius_words.indexOf(y);
    return [radius < 0 ? scope.noUpdate() : radius, words.stay_labels.indexOf(x)];
  };

  callbacks.look = (focus, hours, layer, clicks, release, words) => {
    const [first, last] = hours;
    const clock = (hour) => `${String(hour).padStart(2, "0")}:00`;
    scope.describe("hours", words.labels.hours, clock(first), clock(last));
    scope.put("hours-words", { text: scope.fill(words.between, { low: clock(first), high: clock(last) }) });
    return { release: release.key, focus: focus || "", hours, layer, theme: scope.theme.name() };
  };

  /* A place that was clicked, or the text to look for: where not every place is listed, the server finds it. */
  callbacks.takeSite = (click, text, more, window_, release) => {
    const moved = window.dash_clientside.callback_context.triggered.map((t) => t.prop_id).join();
    const clicked = moved.includes("clickData");
    const site = clicked ? click?.properties?.site : undefined;
    if (release.all_listed) return [site || scope.noUpdate(), scope.noUpdate()];
    if (!window_ || (clicked && !site)) return [scope.noUpdate(), scope.noUpdate()];
    const wanted = site ? "" : (moved.includes("more-places") ? more : text) || "";
    const chosen = site ? scope.places.beside(site, window_.site) : window_.site;
    return [scope.noUpdate(), { release: release.key, text: wanted, site: chosen, taken: site || "" }];
  };

  callbacks.takeDistrict = (click) => (click && click.properties && click.properties.code) || scope.noUpdate();

  callbacks.switchRelease = (key) => {
    if (!window.location.search.includes(`release=${key}&`)) window.location.assign(`?release=${encodeURIComponent(key)}`);
  };
})();
