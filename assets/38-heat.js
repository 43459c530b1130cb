/* The heat of a map, of one rule or of several side by side: as it comes from the server, how a cell looks and what it says. */
"use strict";

(function () {
  const { scope } = typeof window === "undefined" ? globalThis : window;
  /* The class of cells whose counts are mostly withheld, and how much of the strength of the heat is left there. */
  const WITHHELD = 1;
  const FAINT = 0.45;

  scope.heat = {
    hidden: { stroke: false, fill: false, interactive: false },

    unpack: ({ classes, low, high }) => ({ classes: scope.bytes(classes), low: scope.counts(low), high: scope.counts(high) }),

    /* The look of the cell at a place of unpacked heat; `strength` is the opacity of what was counted, 0 to 1. */
    style({ colours }, source, at, strength) {
      const shade = source.classes[at];
      if (!shade) return scope.heat.hidden;
      const fillOpacity = strength * (shade === WITHHELD ? FAINT : 1);
      return { stroke: false, fill: true, interactive: true, fillColor: colours[shade - 1], fillOpacity };
    },

    /* The count of the cell at a place in words: a number, a range, or that it is too small to tell. */
    count({ threshold }, source, at, words) {
      const [low, high] = [source.low[at], source.high[at]];
      if (source.classes[at] === WITHHELD && high < threshold) return scope.fill(words.fewer, { threshold });
      return low === high ? scope.number(low) : scope.fill(words.between, { low: scope.number(low), high: scope.number(high) });
    },
  };
})();
