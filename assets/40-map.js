/* The map: how cells, districts and sites are painted. */
"use strict";

(function () {
  const { scope } = typeof window === "undefined" ? globalThis : window;
  const { callbacks } = scope;

  /* What is painted now: classes, low and high for each cell of the view named by `key`. */
  const painted = { key: null, offset: 0, heat: null, source: null };

  scope.map = {
    painted,

    cellStyle(feature) {
      const { heat, key, offset, source, covered } = painted;
      const hidden = { stroke: false, fill: false, interactive: false };
      if (covered || !source || feature.properties.key !== key) return hidden;
      const shade = source.classes[offset + feature.properties.i];
      if (!shade) return hidden;
      const fillOpacity = shade === 1 ? 0.35 : 0.78;
      return { stroke: false, fill: true, interactive: true, fillColor: heat.colours[shade - 1], fillOpacity };
    },

    /* The words of a cell under the pointer. */
    cellWords(properties) {
      const { heat, key, offset, source, moment } = painted;
      if (!source || properties.key !== key) return "";
      const at = offset + properties.i;
      const [low, high] = [source.low[at], source.high[at]];
      const words = scope.map.words;
      const when = moment || heat.dates;
      const template = moment ? words.cell_hour : words.cell_sum;
      let count = low === high ? scope.number(low) : scope.fill(words.between, { low: scope.number(low), high: scope.number(high) });
      if (source.classes[at] === 1 && high < heat.threshold) count = scope.fill(words.fewer, { threshold: heat.threshold });
      return scope.fill(template, { count, when, cell: properties.cell });
    },

    onCell(feature, layer) {
      layer.bindTooltip(() => scope.map.cellWords(feature.properties), { sticky: true, direction: "top", className: "tip" });
    },

    districtStyle(feature, context) {
      const { colours, focus } = context.hideout || {};
      const { code } = feature.properties;
      const fillColor = colours && colours[code];
      return {
        color: scope.theme.colour(code === focus ? "--text" : "--district"),
        weight: code === focus ? 2.5 : 1,
        fill: true,
        fillColor: fillColor || scope.theme.colour("--land"),
        fillOpacity: fillColor ? 0.85 : 1,
      };
    },

    onDistrict(feature, layer) {
      const { code, name } = feature.properties;
      // Whichever layer comes first: a cell lies over its district and hears the pointer before it.
      layer.on("add", () => layer.bringToBack());
      const words = () => (scope.map.homes && scope.map.homes.words[code]) || name;
      layer.bindTooltip(words, { sticky: true, direction: "top", className: "tip" });
    },

    /* The rings that are on the map, at a radius. */
    setRings(radius_m) {
      const map = scope.map.anySite?._map;
      map?.eachLayer((layer) => layer instanceof window.L.Circle && layer.setRadius(radius_m));
    },

    siteStyle: () => ({
      color: scope.theme.colour("--surface"),
      weight: 2,
      fillColor: scope.theme.colour("--text"),
      fillOpacity: 1,
    }),

    /* As SVG: a canvas over the cells would take every move of the pointer. */
    sitePoint(feature, latlng) {
      const L = window.L;
      const marker = L.circleMarker(latlng, {
        renderer: (scope.map.siteRenderer ??= L.svg({ pane: "sites" })),
        pane: "sites",
        radius: feature.properties.kind === "market" ? 6 : 4,
        className: "site",
      });
      scope.map.anySite = marker;
      const permanent = feature.properties.kind === "market";
      return marker.bindTooltip(feature.properties.name, { permanent, direction: "right", offset: [6, 0], className: "place-name" });
    },
  };

  callbacks.districts = (homes, look) => {
    scope.map.homes = homes;
    const theme = scope.theme.name();
    return [{ colours: homes && homes.colours, focus: look && look.focus, theme }, { theme }];
  };
})();
