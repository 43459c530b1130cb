/* Where the map is and where it goes: which cells to ask for, while it is still on its way. */
"use strict";

(function () {
  const { scope } = typeof window === "undefined" ? globalThis : window;
  const { callbacks } = scope;
  const MARGIN = 0.2;
  const NAMES_FROM_ZOOM = 11;

  const SAME_PX = 2;

  const round = (value) => Number(value.toFixed(4));
  const leaflet = () => scope.map.anySite?._map;

  /* The box to ask cells for: the view and a margin, kept while the view stays inside it at the same zoom. */
  scope.map.view = (bounds, zoom, before, look) => {
    const [[south, west], [north, east]] = bounds;
    const kept =
      before && before.zoom === zoom && before.focus === look.focus &&
      south >= before.south && west >= before.west && north <= before.north && east <= before.east;
    if (kept) return null;
    const [up, across] = [(north - south) * MARGIN, (east - west) * MARGIN];
    const box = {
      south: round(Math.max(-89, south - up)),
      west: round(Math.max(-179, west - across)),
      north: round(Math.min(89, north + up)),
      east: round(Math.min(179, east + across)),
    };
    return { ...box, zoom, focus: look.focus, key: [...Object.values(box), look.focus || ""].join(",") };
  };

  /* What the map will show once it has gone to a box, and its zoom there. */
  const ahead = (map, [southWest, northEast]) => {
    const zoom = map.getBoundsZoom([southWest, northEast]);
    const middle = map.project(southWest, zoom).add(map.project(northEast, zoom)).divideBy(2);
    const half = map.getSize().divideBy(2);
    const corner = (pixel) => { const { lat, lng } = map.unproject(pixel, zoom); return [lat, lng]; };
    const [[north, west], [south, east]] = [corner(middle.subtract(half)), corner(middle.add(half))];
    return [[[south, west], [north, east]], zoom];
  };

  /* The box to go to when something else comes into focus, or null: that of a place among many comes with its answer. */
  let framed = null;
  const goal = (site, look, release, answer) => {
    const target = look.focus || (look.layer === "homes" ? "districts" : site);
    if (target === framed) return null;
    const first = framed === null;
    const box = release.frames[target] || (target === answer?.site ? answer.frame : null);
    if (first || box || target === answer?.site) framed = target;
    return first ? null : box;
  };

  /* Where the page has put the map, and what a link says of that: nothing where it frames what is in focus. */
  let settled = null;
  const settle = (said) => {
    const map = leaflet();
    settled = { map, middle: map.getCenter(), zoom: map.getZoom(), said };
  };

  /* A map that has just come stands where the link or the frame has put it. */
  scope.map.arrive = () => {
    if (settled?.map === leaflet()) return;
    scope.yieldToPage(leaflet());
    settle(window.dash_component_api.getLayout("sight").props.data.at);
    const view = settled.map.getBounds();
    const bounds = [[view.getSouth(), view.getWest()], [view.getNorth(), view.getEast()]];
    window.dash_clientside.set_props("map", { bounds });
  };

  /* Where the map is, as a link says it. */
  scope.map.at = (before) => {
    const map = leaflet();
    if (!map || away) return before;
    scope.map.arrive();
    const [zoom, middle] = [map.getZoom(), map.getCenter()];
    const still = zoom === settled.zoom && map.project(middle).distanceTo(map.project(settled.middle)) < SAME_PX;
    return still ? settled.said : `${middle.lat.toFixed(5)},${middle.lng.toFixed(5)},${zoom}`;
  };

  /* The map tells every step of its way: only where it arrives matters. */
  let away = false;
  const viewport = (box) => {
    const map = leaflet();
    if (map) {
      away = true;
      map.once("moveend", () => {
        away = false;
        settle("");
      });
    }
    const motion = scope.calm() ? { transition: "fitBounds", options: { animate: false } } : { transition: "flyToBounds" };
    return { bounds: box, ...motion };
  };

  const asked = (bounds, zoom, before, look, release) => {
    document.querySelector(".leaflet-map").classList.toggle("far", zoom < NAMES_FROM_ZOOM);
    const view = scope.map.view(bounds, zoom, before, look);
    return view ? { ...view, release: release.key } : scope.noUpdate();
  };

  callbacks.view = (bounds, zoom, rule, look, before, release) => {
    if (!bounds || !look || !rule) return [scope.noUpdate(), scope.noUpdate()];
    const map = leaflet();
    const box = goal(rule.site, look, release);
    if (!box) return [away ? scope.noUpdate() : asked(bounds, map ? map.getZoom() : zoom, before, look, release), scope.noUpdate()];
    return [map ? asked(...ahead(map, box), before, look, release) : scope.noUpdate(), viewport(box)];
  };

  /* Go to a place that has come with its answer, where the page does not hold every place.
     Beside the order of callbacks: what waits for the view would else wait for every answer. */
  scope.map.frame = (answer, look, release) => {
    const box = answer && look && goal(answer.site, look, release, answer);
    if (box) window.dash_clientside.set_props("map", { viewport: viewport(box) });
  };
})();
