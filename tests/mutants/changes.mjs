/* Print, as JSON, the changes that make mutants of scripts: node tests/mutants/changes.mjs FILE... Those of change.py. */

import { readFileSync } from "node:fs";
import ts from "../js/node_modules/typescript/lib/typescript.js";

const K = ts.SyntaxKind;
const OPERATORS = new Map([
  [K.LessThanToken, ["<=", ">"]],
  [K.LessThanEqualsToken, ["<", ">"]],
  [K.GreaterThanToken, [">=", "<"]],
  [K.GreaterThanEqualsToken, [">", "<"]],
  [K.EqualsEqualsEqualsToken, ["!=="]],
  [K.ExclamationEqualsEqualsToken, ["==="]],
  [K.AmpersandAmpersandToken, ["||"]],
  [K.BarBarToken, ["&&"]],
  [K.QuestionQuestionToken, ["&&"]],
  [K.PlusToken, ["-"]],
  [K.MinusToken, ["+"]],
  [K.AsteriskToken, ["/"]],
  [K.SlashToken, ["*"]],
  [K.PercentToken, ["*"]],
  [K.AsteriskAsteriskToken, ["*"]],
]);
const NAMES = { min: "max", max: "min", floor: "ceil", ceil: "floor", some: "every", every: "some", find: "findLast" };

const numbers = (value) => {
  if (!Number.isInteger(value)) return [0, value * 2, value / 2];
  if (value >= 10) return [value * 2, Math.floor(value / 2)];
  return value > 1 ? [value + 1, value - 1] : [value + 1];
};

/* What may stand in the place of a node: pairs of a node and its text. */
const others = (node, source) => {
  const text = (one) => source.text.slice(one.getStart(source), one.getEnd());
  if (ts.isBinaryExpression(node)) {
    const words = [node.left, node.right].some((side) => ts.isStringLiteralLike(side) || ts.isTemplateExpression(side));
    return words ? [] : (OPERATORS.get(node.operatorToken.kind) ?? []).map((other) => [node.operatorToken, other]);
  }
  if (ts.isPrefixUnaryExpression(node) && [K.ExclamationToken, K.MinusToken].includes(node.operator)) return [[node, text(node.operand)]];
  if (ts.isNumericLiteral(node)) return numbers(Number(node.text)).map((number) => [node, String(number)]);
  if (node.kind === K.TrueKeyword) return [[node, "false"]];
  if (node.kind === K.FalseKeyword) return [[node, "true"]];
  if (ts.isPropertyAccessExpression(node) && Object.hasOwn(NAMES, node.name.text)) return [[node.name, NAMES[node.name.text]]];
  if (ts.isConditionalExpression(node) || ts.isIfStatement(node)) {
    const condition = node.condition ?? node.expression;
    return ts.isBinaryExpression(condition) ? [] : [[condition, `!(${text(condition)})`]];
  }
  if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression)) return [[node, ";"]];
  return [];
};

const changes = (file) => {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = (node) => {
    for (const [at, after] of others(node, source)) {
      const start = at.getStart(source);
      found.push({ file, line: source.getLineAndCharacterOfPosition(start).line + 1, start, end: at.getEnd(), after });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
};

console.log(JSON.stringify(process.argv.slice(2).flatMap(changes)));
