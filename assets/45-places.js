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

    /* Whether a point is as near to the area [south-west, north-east] of a release as a drawn place can be. */
    isNear: ([lat, lng], { area, near }) =>
      !area || (lat >= area[0][0] - near && lat <= area[1][0] + near && lng >= area[0][1] - near && lng <= area[1][1] + near),

    /* Whether two sides of an outline cross. */
    crosses(corners) {
      const left = ([y, x], [fromY, fromX], [toY, toX]) => Math.sign((toX - fromX) * (y - fromY) - (toY - fromY) * (x - fromX));
      const apart = (a, b, from, to) => left(a, from, to) * left(b, from, to) < 0;
      const sides = corners.map((corner, at) => [corner, corners[(at + 1) % corners.length]]);
      return sides.some(([a, b], at) => sides.slice(at + 1).some(([c, d]) => apart(a, b, c, d) && apart(c, d, a, b)));
    },

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
