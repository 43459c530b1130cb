/* The map: how cells, districts and sites are painted. */
"use strict";

(function () {
  const { scope } = typeof window === "undefined" ? globalThis : window;
  const { callbacks } = scope;

  /* What is painted now: classes, low and high for each cell of the view named by `key`. */
  const painted = { key: null, offset: 0, heat: null, source: null };

  /* The cells on the map, of the view named by `key`, by their place in the counts. */
  const drawn = { key: null, layers: [] };

  scope.map = {
    painted,

    /* How the map is seen, as the controls beside it say. */
    sight: { districts: "on", opacity: 80 },

    /* Show the map as another sight says; only what has changed is painted again. */
    see(sight) {
      const { districts, opacity } = scope.map.sight;
      scope.map.sight = sight;
      if (sight.opacity !== opacity) window.dash_clientside.set_props("cells", { hideout: { ...sight } });
      if (sight.districts !== districts) window.dash_clientside.set_props("districts", { hideout: { ...scope.map.hideout, ...sight } });
    },

    cellStyle(feature) {
      const { heat, key, offset, source, covered } = painted;
      if (covered || !source || feature.properties.key !== key) return scope.heat.hidden;
      return scope.heat.style(heat, source, offset + feature.properties.i, scope.map.sight.opacity / 100);
    },

    /* The count of a cell and when, in words; nothing while another view is on its way. */
    cellCount(properties) {
      const { heat, key, offset, source, moment } = painted;
      if (!source || properties.key !== key) return null;
      const at = offset + properties.i;
      const count = scope.heat.count(heat, source, at, scope.map.words);
      return { count, when: moment || heat.dates, moment, empty: source.high[at] === 0 };
    },

    /* The words of a cell under the pointer. */
    cellWords(properties) {
      const found = scope.map.cellCount(properties);
      if (!found) return "";
      const template = found.moment ? scope.map.words.cell_hour : scope.map.words.cell_sum;
      return scope.fill(template, { ...found, cell: properties.cell });
    },

    /* Paint the cells whose look is another than before. */
    repaintCells() {
      for (const layer of drawn.layers) {
        const style = layer && scope.map.cellStyle(layer.feature);
        if (style && ["fill", "fillColor", "fillOpacity"].some((name) => style[name] !== layer.options[name])) layer.setStyle(style);
      }
    },

    onCell(feature, layer) {
      const { key, i } = feature.properties;
      if (drawn.key !== key) Object.assign(drawn, { key, layers: [] });
      drawn.layers[i] = layer;
      layer.bindTooltip(() => scope.map.cellWords(feature.properties), { sticky: true, direction: "top", className: "tip" });
      layer.on("click", () => scope.cell.choose(feature));
    },

    districtStyle(feature, context) {
      const { colours, focus } = context.hideout || {};
      const { code } = feature.properties;
      const fillColor = colours && colours[code];
      const borders = scope.map.sight.districts === "on";
      if (!borders && !fillColor) return { stroke: false, fill: false };
      return {
        stroke: borders || code === focus,
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
      marker.once("add", scope.map.arrive);
      const permanent = feature.properties.kind === "market";
      return marker.bindTooltip(feature.properties.name, { permanent, direction: "right", offset: [6, 0], className: "place-name" });
    },
  };

  callbacks.districts = (homes, look) => {
    scope.map.homes = homes;
    const theme = scope.theme.name();
    scope.map.hideout = { colours: homes && homes.colours, focus: look && look.focus, theme };
    return [scope.map.hideout, { theme }];
  };
})();
