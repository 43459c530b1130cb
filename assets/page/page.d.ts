/* What the scripts of the page are given: by the server, by Dash, by Leaflet and plotly, on the window. */

/* A base map, as ui/basemap.py tells it. */
interface BaseMap {
  address: string;
  vectors: boolean;
  zooms: [number, number];
  box: Bounds;
  attribution: string;
}

/* A feature of a tile: its names by language, and its parts as rows of x and y. */
interface BaseFeature {
  names: Map<string, string | null>;
  parts: number[][];
}

type BaseLayers = Map<string, BaseFeature[]>;

/* The place of a tile. */
interface BaseTile {
  zoom: number;
  x: number;
  y: number;
}

/* A feature with its points in px of the map. */
interface NamedFeature {
  names: Map<string, string | null>;
  points: number[];
}

interface BaseArea {
  kind: string;
  fill: string;
  edge?: string;
}

interface BaseLine {
  kind: string;
  colour: string;
  widths: [number, number][];
  dashes?: number[];
}

interface BaseName {
  kind: string;
  from: number;
  size: number;
  weight: number;
  colour: string;
  dot?: "square" | "round";
  along?: boolean;
}

/* Left, top, right and bottom in px. */
type Taken = [number, number, number, number];

interface NamesView {
  zoom: number;
  language: string;
  taken: Taken[];
  frame: Taken;
}

interface PlacedName {
  text: string;
  x: number;
  y: number;
  angle: number;
  style: BaseName;
  at: [number, number];
}

/* [latitude, longitude] in degrees, and two of them: south-west and north-east. */
type Point = [number, number];
type Bounds = [Point, Point];

interface Rule {
  release: string;
  site: string;
  radius_m: number;
  min_dwell_min: number;
  start: string;
  end: string;
}

/* A rule of the comparison, which has one release for all. */
type Compared = Omit<Rule, "release">;

interface Estimate {
  low: number;
  mid: number | null;
  high: number;
}

/* A figure for each radius and stay. */
type Matrix<Of> = Of[][];

interface Counts {
  low: Matrix<number>;
  mid: Matrix<number | null>;
  high: Matrix<number>;
}

/* The counts of a place and its dates: views/answer.py. */
interface Answer {
  site: string;
  start: string;
  end: string;
  place: string;
  dates: string;
  points: Point[];
  outline?: boolean;
  ask?: string;
  frame?: Bounds;
  method: string;
  devices: Counts;
  people: Counts | null;
  kinds: Matrix<string>;
  withheld: Matrix<number>;
  bands: (number | null)[][];
  wheres: string[];
  outlines?: Point[][][][];
  bounds?: Matrix<string>;
}

/* The entry of a rule in it; `r` and `s` are the row of its radius and the column of its stay. */
interface Entry {
  r: number;
  s: number;
  kind: string;
  devices: Estimate;
  shown: Estimate;
  unit: string;
  scaled: boolean;
  withheld: number;
  bands: (number | null)[];
  within: number | null;
}

/* What is expected of every rule of a place and its dates, in sentences. */
interface Expected {
  site: string;
  start: string;
  end: string;
  sentences: Matrix<string>;
  warnings: Matrix<string>;
  better: Matrix<string>;
  offers: Matrix<Offer | null>;
}

/* A better rule, by the positions of its radius and stay. */
interface Offer {
  r: number;
  s: number;
}

type Said = Record<string, string>;

/* The words of the page, in its language, by what they say: views/text.py and those beside it. */
interface Words {
  radii_m: number[];
  min_dwell_min: number[];
  radius_words: string[];
  around_words: string[];
  stay_words: string[];
  stay_labels: string[];
  stay_phrases: string[];
  stay_lengths: string[];
  band_words: string[];
  band_edges: string[];
  labels: Said;
  methods: Said;
  sentences: Said;
  said: Said;
  saved: Said;
  draw: Said & { corners_at_least: number; corners_at_most: number };
  tour: Tour;
  under: string;
  over: string;
  [name: string]: any;
}

interface Tour {
  steps: Record<string, { title: string; lines: string[] }>;
  count: string;
  offer: string;
  [label: string]: any;
}

interface Release {
  key: string;
  title: string;
  digest: string;
  synthetic: boolean;
  time_zone: string;
  frames: Record<string, Bounds>;
  all_listed: boolean;
  heat: boolean;
  usual: Said;
  first: Rule;
  area: Bounds | null;
  near: number;
}

interface Look {
  release: string;
  focus: string;
  hours: [number, number];
  layer: string;
  theme?: string;
}

/* What is seen of the map, as a link says it. */
interface Sight {
  at: string;
  districts: string;
  opacity: string;
}

/* The box that cells are asked for, and its name. */
interface Box {
  south: number;
  west: number;
  north: number;
  east: number;
  zoom: number;
  focus: string;
  key: string;
  release?: string;
  maps?: number;
}

/* Classes, low and high for each cell, in base64; unpacked, a Source. */
interface Packed {
  classes: string;
  low: string;
  high: string;
}

interface Source {
  classes: Uint8Array;
  low: Uint32Array;
  high: Uint32Array;
}

interface LegendOf {
  title: string;
  legend: { colour: string; words: string }[];
  finer?: string;
}

interface Heat extends Packed, LegendOf {
  key: string;
  band: number;
  days: string[];
  colours: string[];
  dates: string;
  threshold: number;
  hours: number;
}

/* The hours of one date. */
interface Frames extends Packed {
  key: string;
  day: string;
  words: string;
}

/* Where people live, by the code of their district. */
interface Homes extends LegendOf {
  colours: Said;
  words: Said;
}

interface CellOf {
  i: number;
  key: string;
  cell: string;
}

interface CellFeature {
  properties: CellOf;
  geometry: { coordinates: Point[][] };
}

type DistrictFeature = { properties: { code: string; name: string }; geometry: any };
type SiteFeature = { properties: { name: string; kind: string; site?: string } };

/* What dash-leaflet hands to a function of a layer. */
interface LayerContext<Hideout = any> {
  map: L.Map;
  hideout: Hideout;
}

/* A part of the page that is to be made: page/parts.mjs. */
interface Part {
  tag: string;
  attributes: { style?: Record<string, string | number>; data?: Said; [name: string]: unknown };
  within: string | Part | (string | Part)[];
}

interface Put {
  text?: string;
  parts?: (string | Part)[];
  [attribute: string]: unknown;
}

/* What is saved of a rule or a comparison. */
interface Saved {
  id: string;
  name: string;
  address: string;
  note: string;
  [name: string]: string;
}

interface Opened {
  entries: Saved[];
  problems: string[];
}

/* A figure of plotly, as data. */
interface Figure {
  data: any[];
  layout: any;
}

type Click = { points: any[] } | null;
type FeatureClick = { properties?: { site?: string; code?: string } } | null;

/* What a callback of Dash returns for what stays as it is. */
type NoUpdate = any;
type Callbacks = Record<string, (...inputs: any[]) => unknown>;

/* Parts of the page that its scripts count on: one that is missing is an error where it is used. */
interface ParentNode {
  querySelector(selector: string): any;
  querySelectorAll(selector: string): NodeListOf<any>;
}

interface Window {
  L: typeof L;
  Plotly: {
    toImage(figure: Figure, how: { format: string; width: number; height: number }): Promise<string>;
    relayout(chart: Element, layout: object): void;
  };
  dash_clientside: {
    no_update: NoUpdate;
    callback_context: { triggered: { prop_id: string }[] };
    set_props(id: string, props: object): void;
    scope: Callbacks;
  };
  dash_component_api: { getLayout(id: string): { props: any } | undefined };
  DashRenderer: new () => object;
  renderer: object;
  scope: Record<string, object>;
  dateFns?: object;
}
