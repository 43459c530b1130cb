/* Pictures of the charts, drawn here. */

import { colour } from "../page/theme.mjs";
import { blobOf, penOf } from "./canvas.mjs";
import { nameOf, save } from "./file.mjs";
import { linesOf } from "./lines.mjs";
import { aboutPage, textOf } from "./said.mjs";

const WIDTH = 720;
const LINE_PX = 16;
const TITLE_PX = 40;
const LEGEND_PX = 24;
const AXIS_PX = 52;
const SIDE_PX = 16;
const LETTERS_A_LINE = 96;
/* How many pixels of a picture one of the page has. */
const SCALE = 2;

/** The same drawing without the name that plotly makes up for it; its traces have theirs, see figure. So the same
   chart is the same file.
   @type {(svg: string) => string} */
export const settled = (svg) => {
  const [, made] = svg.match(/id="topdefs-(\w+)"/) ?? [];
  return made ? svg.replaceAll(new RegExp(`(defs-|clip|legend|["#]g)${made}`, "g"), "$1") : svg;
};

/** A text that plotly shows as it was typed, as views/figures/typed.py has it.
   @type {(text: string) => string} */
const typed = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("%", "&#37;");

/** The same figure, on the page's ground, with its title above and what it is below, and with what it shows only
   as a picture (views/figures/printed.py).
   @type {(plot: Figure & { clientHeight: number }, title: string, about: string[], colours: Said) => Figure} */
export const figure = ({ data, layout, clientHeight }, title, about, colours) => {
  const { note: first = "", height = clientHeight, xaxis = {} } = layout.meta?.printed ?? {};
  const said = [first, ...about].filter(Boolean).flatMap((line) => linesOf(line, LETTERS_A_LINE));
  const shown = data
    .filter((trace) => trace.visible !== false)
    .map((trace, at) => ({ ...trace, ...trace.meta?.printed, uid: String(at) }));
  const showlegend = shown.length > 1;
  const above = TITLE_PX + (showlegend ? LEGEND_PX : 0);
  const below = AXIS_PX + (said.length + 0.5) * LINE_PX;
  /** @type {(line: string, row: number) => object} */
  const note = (line, row) => ({
    text: typed(line), showarrow: false, xref: "paper", yref: "paper",
    x: 0, xanchor: "left", xshift: -4, y: 0, yanchor: "top", yshift: -AXIS_PX - row * LINE_PX,
    font: { size: 11, color: colours.muted },
  });
  return {
    data: shown,
    layout: {
      ...layout,
      width: WIDTH,
      height: height + above + below,
      margin: { l: SIDE_PX, r: SIDE_PX, t: above, b: below },
      paper_bgcolor: colours.surface,
      title: { text: typed(title), x: 0, xref: "paper", xanchor: "left", y: 1, yref: "container", yanchor: "top", pad: { t: 12 }, font: { size: 15 } },
      xaxis: { ...layout.xaxis, ...xaxis },
      annotations: said.map(note),
      showlegend,
      legend: { orientation: "h", x: 0, y: 1, yanchor: "bottom" },
    },
  };
};

/** plotly writes dark labels in a grey that is too faint on the middle of the scale: black, as on the page.
   @type {(drawn: Figure) => Promise<string>} */
const svgOf = async (drawn) => {
  const { width, height } = drawn.layout;
  const url = await window.Plotly.toImage(drawn, { format: "svg", width, height });
  const svg = decodeURIComponent(url.slice(url.indexOf(",") + 1));
  return settled(svg).replaceAll("rgb(68, 68, 68)", "#000");
};

/** @type {(svg: string, size: { width: number, height: number }) => Promise<Blob>} */
const pngOf = async (svg, { width, height }) => {
  const image = new Image(width * SCALE, height * SCALE);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  penOf(canvas).drawImage(image, 0, 0, image.width, image.height);
  return blobOf(canvas);
};

/** @type {(of: string, format: string) => Promise<void>} */
export const downloadChart = async (of, format) => {
  const plot = document.querySelector(`#${of} .js-plotly-plot`);
  const drawn = figure(plot, textOf(`${of}-title`), aboutPage(), { surface: colour("--surface"), muted: colour("--muted") });
  const svg = await svgOf(drawn);
  save(format === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : await pngOf(svg, drawn.layout), await nameOf(`${of.replace("-chart", "")}.${format}`));
};
