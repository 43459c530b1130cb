/* The page's own scripts, loaded in their order into this process as a browser without a document would. */
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const ASSETS = path.join(__dirname, "..", "..", "assets");

for (const name of fs.readdirSync(ASSETS).filter((file) => file.endsWith(".js")).sort()) require(path.join(ASSETS, name));

/* The callbacks reach the page through `window`; here it is this process, and what they set is kept. */
globalThis.window = globalThis;
const set = [];
globalThis.scope.put = (id, said) => set.push([id, said]);
Object.assign(globalThis.dash_clientside, {
  no_update: Symbol("no update"),
  callback_context: { triggered: [] },
  set_props: (id, props) => set.push([id, props]),
});

module.exports = {
  scope: globalThis.scope,
  callbacks: globalThis.scope.callbacks,
  noUpdate: globalThis.dash_clientside.no_update,
  set,

  /* What triggers a callback, as Dash names it: "radius.drag_value". */
  triggeredBy(...names) {
    globalThis.dash_clientside.callback_context.triggered = names.map((name) => ({ prop_id: name }));
  },

  base64: (numbers, Type) => Buffer.from(new Type(numbers).buffer).toString("base64"),
};
