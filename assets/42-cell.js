/* One hexagon of the map in words: chosen by a click, or from the keyboard step by step. */
"use strict";

(function () {
  const { scope } = typeof window === "undefined" ? globalThis : window;
  const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  // The six neighbours of a hexagon are one spacing away, the next ones 1.7.
  const NEIGHBOUR = 1.4;
  const ASIDE = 0.01;

  const minus = ([x, y], [u, v]) => [x - u, y - v];
  const length = ([x, y]) => Math.hypot(x, y);

  const nearest = (from, points) =>
    points.reduce((best, point, at) => (best < 0 || length(minus(point, from)) < length(minus(points[best], from)) ? at : best), -1);

  scope.cell = {
    nearest,

    /* The position of the neighbour that lies most in a direction, or -1; points are [x, y], y downwards. */
    neighbour(from, points, direction) {
      const others = points.map((point, at) => ({ at, to: minus(point, from) })).filter(({ to }) => length(to) > 0);
      const spacing = Math.min(...others.map(({ to }) => length(to)));
      // A little to one side, so that of two as good the step back takes the same.
      const [u, v] = [direction[0] - ASIDE * direction[1], direction[1] + ASIDE * direction[0]];
      const along = ({ to: [x, y] }) => (x * u + y * v) / length([x, y]);
      const ahead = others.filter((one) => length(one.to) < NEIGHBOUR * spacing && along(one) > 0.4);
      return ahead.reduce((best, one) => (best && along(best) >= along(one) ? best : one), null)?.at ?? -1;
    },

    /* Whether a point [lng, lat] lies inside rings of such points: a line from it crosses them an odd number of times. */
    inside([x, y], rings) {
      const edges = rings.flatMap((ring) => ring.slice(1).map((end, at) => [ring[at], end]));
      return edges.filter(([[a, b], [c, d]]) => b > y !== d > y && x < ((c - a) * (y - b)) / (d - b) + a).length % 2 === 1;
    },
  };

  if (typeof document === "undefined") return;

  /* The cell chosen, by its name, and the outline that marks it. */
  const chosen = { cell: null, mark: null };
  const element = (id) => document.getElementById(id);
  const map = () => scope.map.anySite?._map;
  const dataOf = (id) => window.dash_component_api.getLayout(id).props.data;

  /* The cells of the view that is painted. */
  const cells = () => (dataOf("cells")?.features ?? []).filter(({ properties }) => properties.key === scope.map.painted.key);

  /* The first point of a ring stands at its end again. */
  const middle = ({ geometry }) => {
    const corners = geometry.coordinates[0].slice(1);
    const mean = (axis) => corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length;
    return [mean(0), mean(1)];
  };
  const latLng = (feature) => middle(feature).reverse();

  const pixel = (feature) => {
    const { x, y } = map().latLngToLayerPoint(latLng(feature));
    return [x, y];
  };

  const districtOf = (point) => {
    const polygons = ({ type, coordinates }) => (type === "Polygon" ? [coordinates] : coordinates);
    return dataOf("districts").features.find(({ geometry }) => scope.cell.inside(point, polygons(geometry).flat()))?.properties.name;
  };

  /* What is said of a cell, by the rows of its panel. */
  const said = (feature) => {
    const { words } = scope.map;
    const { cell } = feature.properties;
    const found = scope.map.cellCount(feature.properties);
    const when = found.moment || scope.fill(words.cell_when, { dates: found.when, hours: element("hours-words").textContent });
    const count = found.empty ? words.cell_empty : scope.fill(found.moment ? words.cell_devices : words.cell_device_hours, found);
    return { cell, when, count, district: districtOf(middle(feature)) ?? words.no_district };
  };

  const write = (feature) => {
    const rows = said(feature);
    for (const [name, words] of Object.entries(rows)) {
      element("cell-panel").querySelector(`dd[data-cell="${name}"]`).textContent = words;
    }
    return rows;
  };

  const mark = ({ geometry }) => {
    chosen.mark?.remove();
    const look = { pane: "ring", interactive: false, fill: false, weight: 3, color: scope.theme.colour("--text") };
    chosen.mark = window.L.polygon(geometry.coordinates[0].map(([lng, lat]) => [lat, lng]), look).addTo(map());
  };

  scope.cell.choose = (feature) => {
    if (!scope.map.cellCount(feature.properties)) return;
    chosen.cell = feature.properties.cell;
    const { count, district, when } = write(feature);
    element("cell-said").textContent = [count, district, when].join(". ");
    mark(feature);
    scope.put("cell-panel", { hidden: false });
  };

  const leave = () => {
    chosen.mark?.remove();
    Object.assign(chosen, { cell: null, mark: null });
    element("cell-said").textContent = "";
    scope.put("cell-panel", { hidden: true });
  };

  const present = (all) => all.find(({ properties }) => properties.cell === chosen.cell);

  /* The count follows what is painted; a cell that is no longer on the map, or is covered, is left. */
  scope.cell.follow = () => {
    const all = chosen.cell === null ? [] : cells();
    if (!all.length) return;
    const feature = present(all);
    if (feature && !scope.map.painted.covered) write(feature);
    else leave();
  };

  const enter = () => {
    const all = scope.map.painted.covered ? [] : cells();
    const { x, y } = map().latLngToLayerPoint(map().getCenter());
    const at = nearest([x, y], all.map(pixel));
    if (at >= 0) scope.cell.choose(all[at]);
  };

  const step = (direction) => {
    const all = cells();
    const from = present(all);
    const at = from ? scope.cell.neighbour(pixel(from), all.map(pixel), direction) : -1;
    if (at < 0) return;
    scope.cell.choose(all[at]);
    map().panInside(latLng(all[at]), { padding: map().getSize().divideBy(6), animate: !scope.calm() });
  };

  /* Before the map hears of a key: its own arrows move it. */
  document.addEventListener("keydown", (event) => {
    const onMap = event.target.classList?.contains("leaflet-map");
    if (event.key === "Escape" && chosen.cell && (onMap || event.target.closest?.("#cell-panel"))) {
      leave();
      document.querySelector(".leaflet-map").focus();
    } else if (onMap && event.key === "Enter") enter();
    else if (onMap && chosen.cell && STEPS[event.key]) step(STEPS[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  document.addEventListener("click", (event) => event.target.closest?.('[data-cell="close"]') && leave());
})();
