/* The place of a rule as its text says it: places by their ids, a point, or the corners of an area. */
"use strict";

(function () {
  const { scope } = typeof window === "undefined" ? globalThis : window;
  const SEPARATOR = "~";
  const MARK = "@";

  const isUnknown = (kinds) => kinds.flat().every((kind) => kind === "unbounded");

  scope.places = {
    isDrawn: (site) => String(site).startsWith(MARK),

    isArea: (site) => scope.places.isDrawn(site) && site.includes(SEPARATOR),

    /* The site of a rule from the two controls of the place. */
    site(first, more) {
      if (scope.places.isDrawn(first)) return first;
      return [...new Set([first, ...(more || [])])].join(SEPARATOR);
    },

    /* The site of a rule about a point or corners, to about 1 m. */
    drawn: (points) => MARK + points.map((point) => point.map((degrees) => degrees.toFixed(5)).join(",")).join(SEPARATOR),

    /* A place with those beside the first one of a rule's site. */
    beside(first, site) {
      return scope.places.site(first, scope.places.isDrawn(site) ? [] : String(site).split(SEPARATOR).slice(1));
    },

    /* The outline of an area, for the map. */
    outline: (answer, pathOptions) => [
      {
        type: "Polygon",
        namespace: "dash_leaflet",
        props: { id: "ring-outline", positions: answer.points, interactive: false, pathOptions },
      },
    ],

    /* What else of the page depends on whether anybody counted the place. */
    parts: ({ ask, outline, site, kinds }) => ({
      ask: { hidden: !ask },
      "ask-words": { text: ask || "" },
      charts: { className: ["panel charts", ...(ask ? ["uncounted"] : []), ...(isUnknown(kinds) ? ["unknown"] : [])].join(" ") },
      "radius-field": { hidden: Boolean(outline) },
      "more-field": { hidden: scope.places.isDrawn(site) },
    }),
  };
})();
