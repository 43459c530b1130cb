import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";
import { dayOf, wrongWith } from "../../assets/rule/dates.mjs";

test("a day is read as an address, as Chinese and as English write it", () => {
  for (const typed of ["2020-06-05", "2020/6/5", "2020年6月5日", " 2020.06.05 ", "5 Jun 2020", "June 5, 2020", "5 June 2020"]) {
    assert.equal(dayOf(typed), "2020-06-05", typed);
  }
});

test("what is no day, or could be two, is none", () => {
  for (const typed of ["", "x", "5/6/2020", "2020-02-30", "2020-13-01", "2020", "June", "12", "2020-06-055"]) {
    assert.equal(dayOf(typed), null, typed);
  }
});

test("a date stands in the period and in its order, or it is said why not", () => {
  const [rule, period] = [{ start: "2020-06-03", end: "2020-06-10" }, { first: "2020-05-30", last: "2020-06-12" }];
  const first = (typed) => wrongWith(typed, false, rule, period);
  const last = (typed) => wrongWith(typed, true, rule, period);
  assert.deepEqual(["2020-05-30", "2020-06-10", "2020-06-11", "2020-05-29", "2020-06-13", "x"].map(first), [null, null, "order", "outside", "outside", "unread"]);
  assert.deepEqual(["2020-06-12", "2020-06-03", "2020-06-02", "2020-05-29", "2020-06-13", "x"].map(last), [null, null, "order", "outside", "outside", "unread"]);
});
