/* The maps of the columns: they move together, over the same cells, each with the heat of its rule. */
"use strict";

(function () {
  const { scope } = typeof window === "undefined" ? globalThis : window;
  const { callbacks } = scope;
  const { compare } = scope;

  /* The maps on the page, each with the heat that it shows and the renderer of its places. */
  const maps = new Map();
  let leader = null;
  let following = false;
  /* Whether the page moves the maps, and not a hand. */
  let framing = false;

  const others = (map) => [...maps.keys()].filter((one) => one !== map && one.getContainer().isConnected);

  /* Move every other map to where one is; what they say of that move is not followed. */
  compare.follow = (map, rest = others(map)) => {
    following = true;
    for (const one of rest) one.setView(map.getCenter(), map.getZoom(), { animate: false });
    following = false;
  };

  /* Where a map is, as a link says it. */
  const at = (map) => {
    const { lat, lng } = map.getCenter();
    return `${lat.toFixed(5)},${lng.toFixed(5)},${map.getZoom()}`;
  };

  /* Told when the maps have come to rest. */
  const QUIET_MS = 200;
  let resting = null;
  const said = (where) => {
    clearTimeout(resting);
    resting = setTimeout(() => {
      framing = false;
      window.dash_clientside.set_props("compared-at", { data: where });
    }, QUIET_MS);
  };

  /* Once a frame, however often the map tells of its move. */
  const moved = ({ target }) => {
    if (following) return;
    if (!leader) requestAnimationFrame(() => {
      const map = leader;
      leader = null;
      compare.follow(map);
      said(framing ? "" : at(map));
    });
    leader = target;
  };

  const join = (map) => {
    if (!maps.has(map)) {
      for (const gone of [...maps.keys()].filter((one) => !one.getContainer().isConnected)) maps.delete(gone);
      maps.set(map, { renderer: window.L.svg({ pane: "sites" }), heat: null, source: null });
      map.on("move", moved);
      scope.yieldToPage(map);
    }
    return maps.get(map);
  };

  /* As strong as on the first page, as it opens. */
  const STRENGTH = 0.8;

  /* The heat of a map as it came from the server, unpacked once. */
  const shownOn = (map, heat) => {
    const shown = join(map);
    if (shown.heat !== heat) Object.assign(shown, { heat, source: heat?.classes ? scope.heat.unpack(heat) : null });
    return shown;
  };

  compare.maps = () => [...maps.keys()];

  compare.cellStyle = (feature, { map, hideout }) => {
    const { heat, source } = shownOn(map, hideout);
    if (!source || heat.key !== feature.properties.key) return scope.heat.hidden;
    return scope.heat.style(heat, source, feature.properties.i, STRENGTH);
  };

  compare.cellWords = ({ i, key, cell }, { heat, source }, words) => {
    if (!source || heat.key !== key) return "";
    return scope.fill(words.cell_sum, { count: scope.heat.count(heat, source, i, words), when: heat.dates, cell });
  };

  compare.onCell = (feature, layer, { map }) => {
    const words = () => compare.cellWords(feature.properties, join(map), scope.map.words);
    layer.bindTooltip(words, { sticky: true, direction: "top", className: "tip" });
  };

  compare.districtStyle = (feature, { map }) => {
    join(map);
    const colour = scope.theme.colour;
    return { color: colour("--district"), weight: 1, fill: true, fillColor: colour("--land"), fillOpacity: 1, interactive: false };
  };

  /* Whichever layer comes first: the cells lie over the districts. */
  compare.onDistrict = (_, layer) => layer.on("add", () => layer.bringToBack());

  compare.sitePoint = (feature, latlng, { map }) => {
    const market = feature.properties.kind === "market";
    return window.L.circleMarker(latlng, {
      renderer: join(map).renderer,
      pane: "sites",
      radius: market ? 5 : 3,
      className: "site",
    }).bindTooltip(feature.properties.name, { permanent: market, direction: "right", offset: [6, 0], className: "place-name" });
  };

  const NAMES_FROM_ZOOM = 11;

  callbacks.comparedView = (bounds, zooms, before, release) => {
    const at = bounds.findIndex(Boolean);
    if (at < 0 || zooms[at] === undefined) return scope.noUpdate();
    for (const map of document.querySelectorAll(".compare .leaflet-map")) map.classList.toggle("far", zooms[at] < NAMES_FROM_ZOOM);
    const view = scope.map.view(bounds[at], zooms[at], before, { focus: "" });
    return view ? { ...view, release: release.key, maps: bounds.length } : scope.noUpdate();
  };

  /* The maps go where the places of the rules are, when one is another place than before. */
  let framed = null;
  compare.frame = (frame, ids) => {
    const sites = [...new Set(frame.sites)].sort().join();
    const first = framed === null || framed.ids !== ids.length;
    const stay = first || framed.sites === sites;
    framed = { sites, ids: ids.length };
    framing = !stay;
    if (framing) said("");
    const viewport = { bounds: frame.box, transition: "fitBounds", options: { animate: false } };
    return ids.map(() => (stay ? scope.noUpdate() : viewport));
  };

  callbacks.comparedCells = (cells, heated, shown) => heated.map((_, column) => (cells && shown[column] !== cells ? cells : scope.noUpdate()));

  callbacks.comparedLegend = (heats) => {
    const heat = heats.find((one) => one?.legend);
    scope.put("compared-legend", { parts: heat ? scope.map.legend(heat) : [] });
  };

  callbacks.comparedDistricts = (theme, ids) => [ids.map(() => ({ theme })), ids.map(() => ({ theme }))];
})();
