/* The page's own scripts: what Dash needs of them by name, what they hear of, and then the page itself. */

import * as charts from "./answer/charts.mjs";
import * as expected from "./answer/expected.mjs";
import * as headline from "./answer/headline.mjs";
import * as basemap from "./basemap/layer.mjs";
import * as columns from "./compare/columns.mjs";
import * as compare from "./compare/maps.mjs";
import * as briefing from "./export/briefing.mjs";
import * as exportMenu from "./export/menu.mjs";
import * as print from "./export/print.mjs";
import * as cell from "./map/cell.mjs";
import * as drawing from "./map/drawing.mjs";
import * as geometry from "./map/geometry.mjs";
import * as layers from "./map/layers.mjs";
import { cellStyle } from "./map/painted.mjs";
import * as playback from "./map/playback.mjs";
import * as table from "./map/table.mjs";
import * as view from "./map/view.mjs";
import * as keys from "./page/keys.mjs";
import * as language from "./page/language.mjs";
import * as mended from "./page/mended.mjs";
import * as skip from "./page/skip.mjs";
import * as sliders from "./page/sliders.mjs";
import * as status from "./page/status.mjs";
import * as theme from "./page/theme.mjs";
import * as title from "./page/title.mjs";
import * as dates from "./rule/dates.mjs";
import * as history from "./rule/history.mjs";
import * as link from "./rule/link.mjs";
import * as ruleInControls from "./rule/put.mjs";
import * as rule from "./rule/rule.mjs";
import * as saved from "./saved/panel.mjs";
import * as tour from "./tour/tour.mjs";

const ANSWERING = [title, rule, ruleInControls, link, headline, charts, expected, layers, geometry, view, table, playback, columns, compare, saved];
const LISTENING = [basemap, theme, history, keys, ruleInControls, sliders, skip, language, mended, rule, cell, exportMenu, drawing, dates, briefing, status, columns, saved, print, tour];

/* Callbacks, as ClientsideFunction names them: dashboard/ui/callbacks/clientside.py. */
window.dash_clientside.scope = Object.assign({}, ...ANSWERING.map(({ callbacks }) => callbacks));

/* Functions of layers, as dash-leaflet takes them: {"variable": "scope.map.cellStyle"}. */
window.scope = { map: { ...layers, cellStyle }, compare };

for (const { listen } of LISTENING) listen();

/* Dash begins when all of this is there: however late a script comes, no callback is called before. */
window.renderer = new window.DashRenderer();
