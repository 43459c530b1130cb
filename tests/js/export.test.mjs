import assert from "node:assert/strict";
import { test } from "node:test";
import { hold } from "./page.mjs";
import { WORDS } from "./small.mjs";
import { downloadChart, figure, settled } from "../../assets/export/chart.mjs";
import { address } from "../../assets/export/file.mjs";
import { linesOf } from "../../assets/export/lines.mjs";
import { about } from "../../assets/export/said.mjs";

const COLOURS = { surface: "#fff", muted: "#666" };
const ABOUT = {
  sentence: "355 people within 500 m.", method: "Counted", title: "A city", digest: "0123456789abcdef", day: "2020-06-15",
  link: "http://127.0.0.1/?site=market", words: WORDS.said,
};

test("a file of a chart has the address of the page, one of the map the box in view, too", () => {
  const box = { south: "39.1", west: "116.1", north: "39.2", east: "116.2" };
  assert.equal(address("days.csv", "?release=a%26b&site=x", {}, "en"), "/export/days.csv?release=a%26b&site=x&lang=en");
  assert.equal(
    address("map.gpkg", "?site=x&lang=en", box, "zh-Hans"),
    "/export/map.gpkg?site=x&lang=zh-Hans&south=39.1&west=116.1&north=39.2&east=116.2",
  );
});

test("words are broken into lines that lose nothing, between words where there is room", () => {
  for (const words of ["a bb ccc dddd", "http://127.0.0.1/?a-long-link-without-a-space&more", "", "one"]) {
    const lines = linesOf(words, 8);
    assert.ok(lines.every((line) => line.length <= 8), lines.join("|"));
    assert.equal(lines.join("").replaceAll(" ", ""), words.replaceAll(" ", ""));
  }
  assert.deepEqual(linesOf("a bb ccc dddd", 8), ["a bb ccc", "dddd"]);
  assert.deepEqual(linesOf("共355人（估计），是实数。", 8), ["共355人", "（估", "计），是", "实数。"]);
});

test("a picture says the rule, how it was counted, the release, the day and the link", () => {
  const said = about(ABOUT).join("\n");
  for (const words of ["Counted. 355 people", "A city, release 0123456789ab, 2020-06-15", ABOUT.link]) assert.ok(said.includes(words));
  assert.ok(!said.includes("Synthetic"));
  assert.match(about({ ...ABOUT, synthetic: true }).join("\n"), /Synthetic data/);
});

test("a picture shows the low and high that the pointer asks for on the page, and what they are", () => {
  const plot = {
    data: [{ y: [1], meta: { printed: { error_y: { array: [2] } } } }, { y: [3], name: "all", meta: 4 }, { y: [5], visible: false }],
    layout: { xaxis: { nticks: 7 }, meta: { printed: { note: "Whiskers", height: 300, xaxis: { range: [0, 9] } } } },
    clientHeight: 200,
  };
  const { data, layout } = figure(plot, "By day", ["one"], COLOURS);
  assert.deepEqual(data.map((trace) => trace.error_y), [{ array: [2] }, undefined]);
  assert.deepEqual(layout.xaxis, { nticks: 7, range: [0, 9] });
  assert.deepEqual(layout.annotations.map(({ text }) => text), ["Whiskers", "one"]);
  assert.ok(layout.height - 300 >= layout.margin.t + 2 * 16);
  assert.ok(layout.showlegend && layout.margin.t > 40, "the legend has room under the title");
});

test("the same chart is the same drawing, whatever plotly calls its parts", () => {
  const drawn = (name) => `<defs id="topdefs-${name}"/><g clip-path="url(#clip${name}xy)" fill="#b7dc6f"/><a id="g${name}-cb0"/>`;
  assert.equal(settled(drawn("b7dc6f")), settled(drawn("0a1b2c")));
  assert.ok(settled(drawn("b7dc6f")).includes("#b7dc6f"));
});

test("a picture is the chart with room for its title and for what it is, and leaves the chart alone", () => {
  const plot = { data: [{ y: [1] }], layout: { xaxis: {}, margin: { b: 4 } }, clientHeight: 200 };
  const before = structuredClone(plot);
  const { data, layout } = figure(plot, "By day", ["one <b> &lt; %{x}", "two"], COLOURS);
  assert.deepEqual(data, [{ y: [1], uid: "0" }]);
  assert.deepEqual(plot, before);
  assert.equal(layout.title.text, "By day");
  assert.deepEqual(layout.annotations.map(({ text }) => text), ["one &lt;b&gt; &amp;lt; &#37;{x}", "two"]);
  assert.ok(layout.height - 200 >= layout.margin.t + 2 * 16);
  const [first, second] = layout.annotations.map(({ yshift }) => -yshift);
  assert.ok(first < second && second + 16 <= layout.margin.b, "what it is lies inside the picture");
});

test("a picture has two pixels for each of the page's, so that it is sharp on paper", async () => {
  const { querySelector } = document;
  document.querySelector = () => ({ data: [], layout: {}, clientHeight: 200 });
  hold("words", { data: { said: WORDS.said } });
  hold("release", { data: { ...ABOUT, time_zone: "UTC" } });
  const sizes = [];
  Object.assign(globalThis, {
    Plotly: {
      toImage: async (_, { width, height }) => {
        sizes.push({ width, height });
        return "data:image/svg+xml,<svg/>";
      },
    },
    Image: class {
      constructor(width, height) {
        sizes.push({ width, height });
      }
      decode = () => Promise.reject(new Error("drawn"));
    },
  });
  await assert.rejects(downloadChart("days", "png"), /drawn/);
  document.querySelector = querySelector;
  const [page, picture] = sizes;
  assert.deepEqual(picture, { width: 2 * page.width, height: 2 * page.height });
});
