/* The number, its sentence, the stay bar and the ring: looked up in the table that the server sent. */
"use strict";

(function () {
  const { scope } = typeof window === "undefined" ? globalThis : window;
  const { callbacks } = scope;

  scope.answer = {
    /* The entry of a rule, or null while the table on hand is of another place or other dates. */
    lookUp(rule, answer, words) {
      if (!rule || !answer) return null;
      if (answer.site !== rule.site || answer.start !== rule.start || answer.end !== rule.end) return null;
      const r = words.radii_m.indexOf(rule.radius_m);
      const s = words.min_dwell_min.indexOf(rule.min_dwell_min);
      const of = (table) => table && { low: table.low[r][s], mid: table.mid[r][s], high: table.high[r][s] };
      const people = of(answer.people);
      return {
        r,
        s,
        kind: answer.kinds[r][s],
        devices: of(answer.devices),
        shown: people || of(answer.devices),
        unit: people ? words.people : words.devices,
        scaled: Boolean(people),
        withheld: answer.withheld[r][s],
        bands: answer.bands[r],
        within: answer.devices.mid[r][0],
      };
    },

    range: (estimate, template) =>
      scope.fill(template, { low: scope.number(estimate.low), high: scope.number(estimate.high) }),

    sentence(entry, answer, words) {
      const { low, mid, high } = entry.shown;
      return scope.fill(words.sentences[entry.kind], {
        low: scope.number(low),
        mid: mid === null ? "" : scope.number(mid),
        high: scope.number(high),
        unit: entry.unit,
        were: words.were,
        radius: words.radius_words[entry.r],
        place: answer.place,
        where: answer.wheres?.[entry.r],
        bounds: answer.bounds?.[entry.r][entry.s],
        stay: words.stay_phrases[entry.s],
        dates: answer.dates,
      });
    },

    /* Widths of the stay bar in percent, and whether the rule leaves the band out; those withheld share what is left. */
    segments(entry, words) {
      const { bands, within } = entry;
      if (!within || !bands.length || entry.kind === "withheld") return [];
      const unseen = bands.filter((band) => band === null).length;
      const left = within - bands.reduce((sum, band) => sum + band, 0);
      return bands.map((devices, band) => ({
        width: (100 * (devices ?? left / unseen)) / within,
        out: band < entry.s,
        unseen: devices === null,
        words: words.band_words[band],
        share: devices === null ? words.withheld : scope.percent(devices, within, words),
      }));
    },

    staySentence(entry, words) {
      const segments = scope.answer.segments(entry, words);
      if (segments.length < 2) return "";
      if (entry.s > 0) {
        const out = entry.bands.slice(0, entry.s).reduce((sum, band) => sum + band, 0);
        return scope.fill(words.shorter, { share: scope.percent(out, entry.within, words), stay: words.stay_lengths[entry.s] });
      }
      return scope.fill(words.all_stays, { share: segments[0].share, band: segments[0].words });
    },
  };

  const number = (entry, words) => {
    if (entry.kind === "unbounded") return words.unknown;
    if (!entry.shown.high) return "0";
    if (entry.shown.mid === null || entry.kind === "withheld") {
      return `${scope.number(entry.shown.low)}–${scope.number(entry.shown.high)}`;
    }
    return scope.number(entry.shown.mid);
  };

  const interval = (entry, words) =>
    entry.kind === "counted" ? scope.answer.range(entry.shown, words.interval) : "";

  const devicesLine = (entry, words) => {
    if (entry.kind.startsWith("bracket")) return words.bracket_note;
    if (!entry.scaled || !entry.shown.high) return "";
    const { low, mid, high } = entry.devices;
    const template = mid === null ? words.devices_between : low === high ? words.devices_exact : words.devices_line;
    const parts = [scope.fill(template, {
      low: scope.number(low),
      mid: mid === null ? "" : scope.number(mid),
      high: scope.number(high),
    })];
    if (entry.withheld) parts.push(scope.fill(words.withheld_line, { rows: scope.number(entry.withheld) }));
    return parts.join(" · ");
  };

  const LEGIBLE_PERCENT = 8;

  const bar = (entry, words) =>
    scope.answer.segments(entry, words).map((segment, band) => {
      const legible = segment.width >= LEGIBLE_PERCENT && !segment.unseen;
      const attributes = {
        className: `stay-segment${segment.out ? " out" : ""}${segment.unseen ? " unseen" : ""}`,
        style: { flexGrow: segment.width, flexBasis: "0" },
        title: scope.fill(words.band_share, { band: segment.words, share: segment.share }),
      };
      return scope.part("div", attributes, [
        scope.part("div", { className: "stay-fill" }, legible ? segment.share : ""),
        scope.part("div", { className: "stay-edge" }, legible ? words.band_edges[band] : ""),
      ]);
    });

  const rings = (rule, answer) => {
    const pathOptions = { className: "ring", color: scope.theme.colour("--accent"), weight: 2.5, fill: false };
    if (answer.outline) return scope.places.outline(answer, pathOptions);
    return answer.points.map((point, position) => ({
      type: "Circle",
      namespace: "dash_leaflet",
      props: {
        id: `ring-${position}`,
        center: point,
        radius: rule.radius_m,
        fill: false,
        interactive: false,
        pathOptions,
      },
    }));
  };

  /* What each part of the headline shows, by its id; while there is no answer the number stays, faded. */
  scope.answer.headline = (rule, answer, words) => {
    const entry = scope.answer.lookUp(rule, answer, words);
    if (!entry) return { headline: { className: "panel headline pending" } };
    return {
      number: { text: number(entry, words) },
      interval: { text: interval(entry, words) },
      sentence: { text: scope.answer.sentence(entry, answer, words) },
      "stay-bar": { parts: bar(entry, words) },
      "stay-sentence": { text: scope.answer.staySentence(entry, words) },
      "devices-line": { text: devicesLine(entry, words) },
      headline: { className: `panel headline kind-${entry.kind}` },
      ...scope.places.parts(answer),
      unit: { text: entry.scaled ? words.people_flagged : words.devices_flagged },
      method: { text: entry.kind === "unbounded" ? words.not_counted : words.methods[answer.method], className: `badge badge-${answer.method}` },
    };
  };

  let latest = null;
  scope.answer.show = (rule, answer = latest, words = scope.answer.words) => {
    latest = answer;
    scope.answer.words = words;
    if (!rule || !answer || !words) return;
    for (const [id, part] of Object.entries(scope.answer.headline(rule, answer, words))) scope.put(id, part);
    scope.map.setRings(rule.radius_m);
  };

  /* A new table has come, or the look has changed the colour of the rings. */
  callbacks.answer = (answer, look, rule, words, release) => {
    scope.answer.show(rule, answer, words);
    scope.title.at(answer?.place);
    scope.map.frame(answer, look, release);
    return scope.answer.lookUp(rule, answer, words) ? rings(rule, answer) : scope.noUpdate();
  };

  const outlined = scope.changes();
  callbacks.outlineRule = (figure, rule, words) => {
    if (!figure || !rule) return scope.noUpdate();
    if (!outlined(figure, rule.radius_m, rule.min_dwell_min, scope.places.isArea(rule.site))) return scope.noUpdate();
    const x = words.min_dwell_min.indexOf(rule.min_dwell_min);
    const y = scope.places.isArea(rule.site) ? 0 : words.radii_m.indexOf(rule.radius_m);
    const outline = {
      type: "rect", x0: x - 0.5, x1: x + 0.5, y0: y - 0.5, y1: y + 0.5,
      line: { color: scope.theme.colour("--accent"), width: 3 },
    };
    return { ...figure, layout: { ...figure.layout, shapes: [outline] } };
  };
})();
