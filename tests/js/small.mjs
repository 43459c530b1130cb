/* A small answer: two radii, three stays, as views/answer.py sends it. */
export const WORDS = {
  radii_m: [500, 1000],
  min_dwell_min: [0, 15, 60],
  radius_words: ["500 m", "1,000 m"],
  stay_phrases: ["", " for 15 minutes or more", " for 1 hour or more"],
  stay_lengths: ["0 minutes", "15 minutes", "1 hour"],
  band_words: ["under 15 min", "15 min to 1 h", "1 h or more"],
  band_edges: ["0", "15 min", "1 h"],
  people: "people",
  devices: "devices",
  people_flagged: "People flagged",
  devices_flagged: "Devices flagged",
  methods: { counted: "Counted", bracket: "Bracket" },
  interval: "{low} to {high}",
  around_words: ["within 500 m", "within 1,000 m"],
  rule_line: "{where}{stay}, {dates}",
  devices_line: "{mid} devices ({low} to {high})",
  devices_exact: "{mid} devices",
  withheld_line: "{rows} withheld",
  bracket_note: "Bounds.",
  labels: { radius: "Radius", stay: "Minimum stay", hours: "Hours of day", time: "Hour shown" },
  shorter: "{share} stayed under {stay}.",
  all_stays: "{share} were there {band}.",
  band_share: "{band}: {share}",
  under: "under 1%",
  withheld: "withheld",
  over: "over 99%",
  between: "{low} to {high}",
  clock: "{day}, {hour}",
  said: { this_rule: "this rule", method: "{method}. {sentence}", synthetic: "Synthetic data. {release}", release: "{title}, release {digest}, {day}" },
  sentences: {
    counted: "{mid} {unit} ({low} to {high}) {where}{stay}, {dates}.",
    zero: "Nobody {where}{stay}, {dates}.",
    bracket: "{low} to {high} {unit} {where}{stay}, {dates}.",
  },
};

export const RULE = { release: "r", site: "market", radius_m: 1000, min_dwell_min: 15, start: "2020-06-01", end: "2020-06-02" };

const table = (add) => [[100, 40, 10], [2000, 1100, 300]].map((row) => row.map((value) => value && value + add));

export const ANSWER = {
  site: "market",
  start: "2020-06-01",
  end: "2020-06-02",
  place: "the market",
  dates: "on 1 to 2 June",
  wheres: ["within 500 m of the market", "within 1,000 m of the market"],
  outlines: [],
  points: [[39.8, 116.3], [39.9, 116.2]],
  method: "counted",
  devices: { low: table(-1), mid: table(0), high: table(1) },
  people: { low: table(4990), mid: table(5000), high: table(5010) },
  kinds: [["counted", "counted", "counted"], ["counted", "counted", "counted"]],
  withheld: [[0, 0, 0], [0, 2, 0]],
  bands: [[60, 30, 10], [900, 800, 300]],
};
