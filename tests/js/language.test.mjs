import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";
import { listen } from "../../assets/page/language.mjs";

test("the calendar names months and days as the language of the page does, from Sunday on", () => {
  document.documentElement.lang = "zh-Hans";
  globalThis.fetch = () => {};
  listen();
  const { localize } = globalThis.dateFns.locale.calendar;
  document.documentElement.lang = "";
  assert.deepEqual([0, 5, 11].map((month) => localize.month(month)), ["1月", "6月", "12月"]);
  assert.deepEqual([0, 1, 6].map((day) => localize.day(day, { width: "wide" })), ["星期日", "星期一", "星期六"]);
  assert.equal(localize.day(3, { width: "narrow" }), "三");
});
