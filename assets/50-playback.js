/* Heat and its playback: the sum over the dates, or one hour after another. */
"use strict";

(function () {
  const { scope } = typeof window === "undefined" ? globalThis : window;
  const { callbacks } = scope;

  const player = { heat: null, sum: null, days: new Map(), hour: null, timer: null, perSecond: 6, stamp: 0, wanted: null };

  scope.playback = {
    player,

    hoursOf: (heat) => 24 * heat.days.length,

    dayOf: (heat, hour) => heat.days[Math.floor(hour / 24)],

    frameKey: (heat, day) => `${heat.key}|${heat.band}|${day}|${heat.colours.join()}`,
  };

  const set = (id, props) => window.dash_clientside.set_props(id, props);

  const say = (clock) => {
    scope.put("clock", { text: clock });
    scope.describe("time", scope.map.words.labels.time, clock);
  };

  const restyle = () => {
    scope.map.repaintCells();
    scope.cell.follow?.();
  };

  const showSum = () => {
    player.hour = null;
    Object.assign(scope.map.painted, { key: player.heat.key, heat: player.heat, source: player.sum, offset: 0, moment: null });
    say(scope.map.words.all_hours);
    restyle();
  };

  const request = (day) => {
    const key = scope.playback.frameKey(player.heat, day);
    if (player.days.has(key) || player.wanted === key) return;
    player.wanted = key;
    set("frames-of", { data: { day } });
  };

  /* Paint an hour if its date is here; else ask for the date and stay. */
  const showHour = (hour) => {
    const { heat } = player;
    const day = scope.playback.dayOf(heat, hour);
    const frames = player.days.get(scope.playback.frameKey(heat, day));
    player.hour = hour;
    if (!frames) {
      request(day);
      return false;
    }
    const clock = scope.fill(scope.map.words.clock, { day: frames.words, hour: `${String(hour % 24).padStart(2, "0")}:00` });
    const offset = (hour % 24) * (frames.classes.length / 24);
    Object.assign(scope.map.painted, { key: heat.key, heat, source: frames, offset, moment: clock });
    say(clock);
    restyle();
    const next = hour + 24;
    if (next < scope.playback.hoursOf(heat)) request(scope.playback.dayOf(heat, next));
    return true;
  };

  const stop = () => {
    clearInterval(player.timer);
    player.timer = null;
    scope.put("play", { text: scope.map.words.play });
  };

  const tick = () => {
    const last = scope.playback.hoursOf(player.heat) - 1;
    const hour = player.hour === null ? 0 : player.hour;
    if (showHour(hour)) {
      set("time", { value: hour });
      if (hour >= last) stop();
      else player.hour = hour + 1;
    }
  };

  const start = () => {
    if (!player.heat || !player.heat.days.length) return;
    if (player.hour !== null && player.hour >= scope.playback.hoursOf(player.heat) - 1) player.hour = 0;
    clearInterval(player.timer);
    player.timer = setInterval(tick, 1000 / player.perSecond);
    scope.put("play", { text: scope.map.words.pause });
  };

  callbacks.paint = (heat, cells, homes, look, words) => {
    scope.map.words = words;
    scope.map.painted.covered = Boolean(homes) || look?.layer === "none";
    if (!player.heat) scope.describe("time", words.labels.time, words.all_hours);
    if (!heat) return [scope.noUpdate(), scope.noUpdate()];
    if (player.heat !== heat) {
      player.heat = heat;
      player.sum = scope.heat.unpack(heat);
      player.days.clear();
      player.wanted = null;
      if (player.hour !== null) player.hour = Math.min(player.hour, scope.playback.hoursOf(heat) - 1);
    }
    if (player.hour === null) {
      Object.assign(scope.map.painted, { key: heat.key, heat, source: player.sum, offset: 0, moment: null });
    } else showHour(player.hour);
    scope.cell.follow?.();
    scope.put("legend", { parts: scope.map.painted.covered && !homes ? [] : scope.map.legend(homes || heat) });
    return [{ stamp: ++player.stamp }, Math.max(1, scope.playback.hoursOf(heat) - 1)];
  };

  scope.map.legend = ({ title, legend: classes }) => [
    scope.part("div", { className: "legend-title" }, title),
    scope.part("ul", {}, classes.map(({ colour, words }) =>
      scope.part("li", {}, [scope.part("span", { className: "swatch", style: { background: colour } }, ""), words]),
    )),
  ];

  callbacks.keepFrames = (frames) => {
    if (!frames || !player.heat || frames.key !== player.heat.key) return;
    player.days.set(scope.playback.frameKey(player.heat, frames.day), { ...scope.heat.unpack(frames), words: frames.words });
    player.wanted = null;
    if (player.hour !== null && !player.timer) showHour(player.hour);
  };

  callbacks.play = () => (player.timer ? stop() : start());

  callbacks.speed = (perSecond) => {
    player.perSecond = perSecond;
    if (player.timer) start();
  };

  /* Only a hand on the slider seeks: the page sets it, too, at the start and while it plays. */
  callbacks.seek = (hour) => {
    const byHand = document.activeElement && document.activeElement.closest("#time");
    if (!byHand || !player.heat || player.timer || hour === null || hour === undefined) return;
    showHour(hour);
  };

  callbacks.allHours = () => {
    stop();
    if (player.heat) showSum();
  };
})();
