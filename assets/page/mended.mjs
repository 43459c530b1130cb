/* Components of dcc and Leaflet say some things wrong to assistive technology: they are put right as they come. */

/** @type {(part: Element, name: string, value: string) => void} */
const set = (part, name, value) => {
  if (part.getAttribute(name) !== value) part.setAttribute(name, value);
};
/** @type {(part: Element, ...names: string[]) => void} */
const drop = (part, ...names) => names.forEach((name) => part.hasAttribute(name) && part.removeAttribute(name));

const opened = new WeakSet();
const OPENING_MS = 1000;

/** Keep the focus in a field of what opens, until a key or the pointer moves it.
   @type {(field: HTMLElement, within: HTMLElement) => void} */
const stay = (field, within) => {
  const free = new AbortController();
  const { signal } = free;
  within.addEventListener("focusin", ({ target }) => target !== field && field.focus(), { signal });
  for (const by of ["keydown", "pointerdown"]) within.addEventListener(by, () => free.abort(), { signal, capture: true });
  setTimeout(() => free.abort(), OPENING_MS);
};

/** Go from a field down into its list, also where dcc does not hear the first arrow: after the last option was chosen.
   @type {(field: HTMLElement, within: HTMLElement) => void} */
const goDown = (field, within) =>
  field.addEventListener("keydown", ({ key }) => {
    if (key !== "ArrowDown") return;
    requestAnimationFrame(() => document.activeElement === field && within.querySelector(".dash-options-list-option-checkbox")?.focus());
  });

/** @type {Record<string, (part: any) => void>} */
const MENDED = {
  /* A hidden stop for the keyboard that hands the focus on to the list's button: the button is the stop. */
  ".dash-dropdown-focus-target": (target) => set(target, "tabindex", "-1"),
  "button.dash-dropdown:not(:disabled)": (button) => set(button, "tabindex", "0"),

  /* Named after things that are not there, and said to be open or closed, which a group cannot be. */
  ".dash-datepicker-input-wrapper": (group) => {
    set(group, "role", "group");
    const of = group.id.replace("-wrapper", "");
    const label = [...document.querySelectorAll("label")].find(({ htmlFor }) => htmlFor === of);
    set(group, "aria-label", label?.textContent ?? "");
    drop(group, "aria-labelledby", "aria-expanded", "aria-haspopup");
  },

  /* A list that can be searched opens with the cursor in its field: dcc puts it on the option that is chosen, some frames later. */
  ".dash-dropdown-content .dash-dropdown-search": (field) => {
    if (opened.has(field)) return;
    opened.add(field);
    field.focus();
    const list = field.closest(".dash-dropdown-content");
    stay(field, list);
    goDown(field, list);
  },

  /* Radio buttons and check boxes, which need no list of options around them. */
  ".dash-options-list.segments": (group) => {
    set(group, "role", group.matches(".dash-radioitems") ? "radiogroup" : "group");
    set(group, "aria-label", group.closest(".tool")?.querySelector(".label")?.textContent ?? "");
  },
  /* What opens is called as the control that opened it. */
  "[role=dialog][id^=radix]": (dialog) => {
    const opener = document.querySelector(`[aria-controls="${dialog.id}"]`);
    const named = opener?.matches("button, input") ? opener : opener?.querySelector("input");
    const name = named?.labels?.[0]?.textContent || opener?.getAttribute("aria-label") || opener?.textContent;
    if (name) set(dialog, "aria-label", name);
  },
  ".dash-dropdown-content .dash-options-list": (list) => {
    set(list, "role", list.querySelector("input[type=checkbox]") ? "group" : "radiogroup");
    set(list, "aria-label", list.closest("[role=dialog]")?.getAttribute("aria-label") ?? "");
  },
  ".dash-datepicker-content input[type=number]": (year) => set(year, "aria-label", `${year.min}–${year.max}`),
  ".dash-datepicker-month-nav": (button) => {
    const { previousMonth, nextMonth } = document.querySelector(".dates").dataset;
    set(button, "aria-label", button.matches(":first-child") ? previousMonth : nextMonth);
  },
  ".dash-datepicker-content .dash-input-stepper": (button) => {
    const { previousYear, nextYear } = document.querySelector(".dates").dataset;
    set(button, "aria-label", button.matches(".dash-stepper-decrement") ? previousYear : nextYear);
  },
  ".dash-options-list-option": (label) => drop(label, "role", "aria-selected"),

  /* Places do nothing on a key, and may lie out of view: the list of places has them all. */
  ".leaflet-container path.site": (place) => set(place, "tabindex", "-1"),

  ".leaflet-control-zoom a": (button) => {
    const { zoomIn, zoomOut } = button.closest("[data-zoom-in]").dataset;
    const name = button.matches(".leaflet-control-zoom-in") ? zoomIn : zoomOut;
    set(button, "aria-label", name);
    set(button, "title", name);
  },

  ".leaflet-control-scale-line": (line) => {
    const [, length, unit] = line.textContent.match(/^(\d+) (k?m)$/) ?? [];
    const said = unit && line.closest("[data-km]").dataset[unit].replace(/{\w+}/, length);
    if (unit && said !== line.textContent) line.textContent = said;
  },

  ".leaflet-container": (map) => {
    set(map, "role", "application");
    set(map, "aria-label", map.closest("[aria-label]:not(.leaflet-container)")?.getAttribute("aria-label") ?? "");
    if (map.id === "map") set(map, "aria-describedby", "cell-hint");
  },
};

let due = false;
const mend = () => {
  due = false;
  for (const [selector, put] of Object.entries(MENDED)) document.querySelectorAll(selector).forEach(put);
};

/* Once a frame, however much changes in it. */
const soon = () => {
  if (!due) requestAnimationFrame(mend);
  due = true;
};

export const listen = () =>
  new MutationObserver(soon).observe(document.documentElement, {
    childList: true, subtree: true, attributeFilter: ["aria-selected", "aria-expanded", "aria-labelledby", "tabindex"],
  });
