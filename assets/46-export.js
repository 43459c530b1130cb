/* Out of the browser: files from the server, by the address of the page, and pictures of the charts, drawn here.
   Each says what it is: the rule in words, how it was counted, where from, the link and the day. */
"use strict";

(function () {
  const { scope } = typeof window === "undefined" ? globalThis : window;
  const WIDTH = 720;
  const LINE_PX = 16;
  const TITLE_PX = 40;
  const LEGEND_PX = 24;
  const AXIS_PX = 52;
  const LETTERS_A_LINE = 96;
  const SCALE = 2;

  /* A Chinese character is as wide as two letters, and a line may end after any; what closes a phrase stays with it. */
  const WIDE = "\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef";
  const PIECE = new RegExp(`\\s*(?:[${WIDE}][\\u3001\\u3002\\uff0c\\uff1a\\uff1b\\uff09]*|[^\\s${WIDE}]+)`, "g");
  const widthOf = (text) => [...text].length + (text.match(new RegExp(`[${WIDE}]`, "g")) ?? []).length;

  /* Words in lines of at most so many letters, broken between words, and inside one that is longer than a line. */
  const lines = (words, letters) => {
    const found = [""];
    const parts = (words.match(PIECE) ?? []).flatMap((piece) => piece.match(new RegExp(`.{1,${letters}}`, "g")));
    for (const part of parts) {
      const last = found[found.length - 1];
      if (last && widthOf(last + part) > letters) found.push(part.trimStart());
      else found[found.length - 1] = last ? last + part : part.trimStart();
    }
    return found;
  };

  const text = (id) => document.getElementById(id)?.textContent ?? "";

  scope.export = {
    lines,

    /* The address of a file: that of the page, and for the map the box in view. */
    address(file, search, box, language) {
      const query = new URLSearchParams(search);
      query.set("lang", language);
      if (file.startsWith("map.")) Object.entries(box).forEach(([side, degrees]) => query.set(side, degrees));
      return `export/${file}?${query}`;
    },

    /* What a picture says of itself, a line each. */
    about({ sentence, method, title, digest, synthetic, link, day, words }) {
      const of = scope.fill(words.release, { title, digest: digest.slice(0, 12), day });
      const from = synthetic ? scope.fill(words.synthetic, { release: of }) : of;
      return [scope.fill(words.method, { method, sentence }), from, link];
    },

    /* The same drawing without the name that plotly makes up for it; its traces have theirs, see figure. So the same
       chart is the same file. */
    settled(svg) {
      const made = svg.match(/id="topdefs-(\w+)"/)?.[1];
      return made ? svg.replaceAll(new RegExp(`(defs-|clip|legend|["#]g)${made}`, "g"), "$1") : svg;
    },

    /* The same figure, on the page's ground, with its title above and what it is below, and with what it shows only
       as a picture (views/figures/printed.py). */
    figure({ data, layout, clientHeight }, title, about, colours) {
      const { note: first = "", height = clientHeight, xaxis = {} } = layout.meta?.printed ?? {};
      const said = [first, ...about].filter(Boolean).flatMap((line) => lines(line, LETTERS_A_LINE));
      const shown = data
        .filter((trace) => trace.visible !== false)
        .map((trace, at) => ({ ...trace, ...trace.meta?.printed, uid: String(at) }));
      const showlegend = shown.length > 1;
      const above = TITLE_PX + (showlegend ? LEGEND_PX : 0);
      const below = AXIS_PX + (said.length + 0.5) * LINE_PX;
      const note = (line, row) => ({
        text: line.replaceAll("<", "&lt;"), showarrow: false, xref: "paper", yref: "paper",
        x: 0, xanchor: "left", xshift: -4, y: 0, yanchor: "top", yshift: -AXIS_PX - row * LINE_PX,
        font: { size: 11, color: colours.muted },
      });
      return {
        data: shown,
        layout: {
          ...layout,
          width: WIDTH,
          height: height + above + below,
          margin: { l: 16, r: 16, t: above, b: below },
          paper_bgcolor: colours.surface,
          title: { text: title, x: 0, xref: "paper", xanchor: "left", y: 1, yref: "container", yanchor: "top", pad: { t: 12 }, font: { size: 15 } },
          xaxis: { ...layout.xaxis, ...xaxis },
          annotations: said.map(note),
          showlegend,
          legend: { orientation: "h", x: 0, y: 1, yanchor: "bottom" },
        },
      };
    },
  };

  if (typeof document === "undefined") return;

  scope.export.said = () =>
    scope.export.about({
      ...scope.release,
      words: scope.answer.words.said,
      sentence: text("sentence"),
      method: text("method"),
      link: window.location.href,
      // Swedish writes a date as files do; by the release's clock, as in the files of the server.
      day: new Date().toLocaleDateString("sv", { timeZone: scope.release.time_zone }),
    });

  const name = (of) => `${scope.release.key}-${new URLSearchParams(window.location.search).get("site")}-${of}`;

  scope.export.save = (blob, file) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = file;
    link.click();
    URL.revokeObjectURL(link.href);
  };

  /* plotly writes dark labels in a grey that is too faint on the middle of the scale: black, as on the page. */
  const svgOf = async (figure) => {
    const { width, height } = figure.layout;
    const url = await window.Plotly.toImage(figure, { format: "svg", width, height });
    const svg = decodeURIComponent(url.slice(url.indexOf(",") + 1));
    return scope.export.settled(svg).replaceAll("rgb(68, 68, 68)", "#000");
  };

  const pngOf = async (svg, { width, height }) => {
    const image = new Image(width * SCALE, height * SCALE);
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    canvas.getContext("2d").drawImage(image, 0, 0, image.width, image.height);
    return new Promise((resolve) => canvas.toBlob(resolve));
  };

  const chart = async (of, format) => {
    const plot = document.querySelector(`#${of} .js-plotly-plot`);
    const colours = { surface: scope.theme.colour("--surface"), muted: scope.theme.colour("--muted") };
    const figure = scope.export.figure(plot, text(`${of}-title`), scope.export.said(), colours);
    const svg = await svgOf(figure);
    const blob = format === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : await pngOf(svg, figure.layout);
    scope.export.save(blob, `${name(of)}.${format}`);
  };

  const picture = (file) => {
    const [of, format] = file.split(".");
    if (of === "map") scope.mapPicture.download(name(of), scope.export.said());
    else chart(of, format);
  };

  const box = () => {
    const view = scope.map.anySite._map.getBounds();
    const degrees = { south: view.getSouth(), west: view.getWest(), north: view.getNorth(), east: view.getEast() };
    return Object.fromEntries(Object.entries(degrees).map(([side, value]) => [side, value.toFixed(5)]));
  };

  /* Before the browser follows the link. A menu closes when something was chosen, or the pointer goes elsewhere. */
  document.addEventListener("click", (event) => {
    const item = event.target.closest(".export-item");
    if (item?.dataset.export) {
      const { export: file } = item.dataset;
      item.href = scope.export.address(file, window.location.search, file.startsWith("map.") ? box() : {}, document.documentElement.lang);
    }
    if (item?.dataset.picture) picture(item.dataset.picture);
    for (const menu of document.querySelectorAll(".export[open]")) {
      if (item || !menu.contains(event.target)) menu.removeAttribute("open");
    }
  }, true);

  /* A menu has its items when it is first opened: Dash would look at every one of them at each change of the page. */
  document.addEventListener("toggle", ({ target: menu }) => {
    if (!menu.dataset.items || menu.querySelector(".export-items")) return;
    const { pictures, files } = JSON.parse(menu.dataset.items);
    const item = (tag, attributes, words) => scope.part(tag, { className: "export-item", ...attributes }, words);
    const drawn = Object.entries(pictures).map(([picture, words]) => item("button", { type: "button", data: { picture } }, words));
    const written = Object.entries(files).map(([file, words]) => item("a", { href: "#", data: { export: file } }, words));
    menu.append(scope.made(scope.part("div", { className: "export-items" }, [...drawn, ...written])));
  }, true);

  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector(".export[open]");
    if (!menu) return;
    event.preventDefault();
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  });
})();
