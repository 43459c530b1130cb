import assert from "node:assert/strict";
import { test } from "node:test";
import { hold } from "./page.mjs";
import * as compare from "../../assets/compare/maps.mjs";
import { nameBeside } from "../../assets/map/leaflet.mjs";
import * as layers from "../../assets/map/layers.mjs";
import { painted } from "../../assets/map/painted.mjs";

const HOSTILE = '<meta http-equiv=refresh content="0;url=//elsewhere.example"><style>*{display:none}</style>';

/* What a layer shows, which Leaflet takes for HTML where it is a string. */
const shownOf = (bind) => {
  let shown = null;
  const layer = {
    on: () => layer,
    once: () => layer,
    bringToBack: () => {},
    bindTooltip: (content) => {
      shown = typeof content === "function" ? content() : content;
      return layer;
    },
  };
  bind(layer);
  return shown;
};
const map = { on: () => {}, getContainer: () => ({ isConnected: true }) };
const feature = { properties: { i: 0, key: "k", cell: HOSTILE, name: HOSTILE, code: "1", kind: "market" } };

const assertText = (shown) => {
  assert.notEqual(typeof shown, "string");
  assert.equal(shown.textContent, HOSTILE);
  assert.deepEqual(shown.within, []);
};

test("a name from a release is put on the maps as text", () => {
  assertText(shownOf((layer) => layers.onDistrict(feature, layer)));
  assertText(shownOf((layer) => nameBeside(layer, HOSTILE, true)));
  for (const { sitePoint } of [layers, compare]) {
    assertText(shownOf((layer) => {
      globalThis.L.circleMarker = () => layer;
      sitePoint(feature, [0, 0], { map });
    }));
  }
});

test("the words of a cell are put on the maps as text", () => {
  hold("words", { data: { cell_sum: "{when}", between: "" } });
  const heat = { key: "k", colours: [], dates: HOSTILE, threshold: 1, hours: 1 };
  const source = { classes: [2], low: [5], high: [5] };
  Object.assign(painted, { key: "k", heat, source });
  assertText(shownOf((layer) => layers.onCell(feature, layer)));
  const packed = { classes: "Ag==", low: "BQAAAA==", high: "BQAAAA==" };
  compare.cellStyle(feature, { map, hideout: { ...heat, ...packed } });
  assertText(shownOf((layer) => compare.onCell(feature, layer, { map })));
});
