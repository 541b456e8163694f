import ts from "typescript";

/** One small fault put into a file. */
export interface Mutant {
  /** From the checkout's root. */
  readonly file: string;
  /** Characters of the text that are replaced, the second not included. */
  readonly range: readonly [number, number];
  readonly replacement: string;
  /** From 1. */
  readonly line: number;
  /** The text of that line, without the spaces around it. */
  readonly on: string;
  /** "a < b becomes a <= b", in one line. */
  readonly what: string;
}

/** What a statement that is left out becomes. */
const NOTHING = ";";

/** What an operator becomes. */
const OPERATORS: Readonly<Partial<Record<ts.SyntaxKind, string>>> = {
  [ts.SyntaxKind.PlusToken]: "-",
  [ts.SyntaxKind.MinusToken]: "+",
  [ts.SyntaxKind.AsteriskToken]: "/",
  [ts.SyntaxKind.SlashToken]: "*",
  [ts.SyntaxKind.PercentToken]: "*",
  [ts.SyntaxKind.AsteriskAsteriskToken]: "*",
  [ts.SyntaxKind.LessThanToken]: "<=",
  [ts.SyntaxKind.LessThanEqualsToken]: "<",
  [ts.SyntaxKind.GreaterThanToken]: ">=",
  [ts.SyntaxKind.GreaterThanEqualsToken]: ">",
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: "!==",
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: "===",
  [ts.SyntaxKind.AmpersandAmpersandToken]: "||",
  [ts.SyntaxKind.BarBarToken]: "&&",
  [ts.SyntaxKind.PlusEqualsToken]: "-=",
  [ts.SyntaxKind.MinusEqualsToken]: "+=",
  [ts.SyntaxKind.AsteriskEqualsToken]: "/=",
  [ts.SyntaxKind.SlashEqualsToken]: "*=",
};

/** What a called method becomes. */
const METHODS: Readonly<Record<string, string>> = {
  min: "max",
  max: "min",
  floor: "ceil",
  ceil: "floor",
  some: "every",
  every: "some",
};

/**
 * Every mutant of a file: operators, comparisons and conditions turned round, numbers one more, true for false, min for
 * max, statements left out. Pure; in the order of the text.
 *
 * Nothing in a type or in the words of an error is touched: a fault there is no fault of what is computed.
 */
export function mutantsOf(file: string, text: string): readonly Mutant[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lines = text.split("\n");
  const found: Mutant[] = [];
  const add = (node: ts.Node, replacement: string) => {
    const range = [node.getStart(source), node.getEnd()] as const;
    const was = oneLine(text.slice(...range));
    const { line } = source.getLineAndCharacterOfPosition(range[0]);
    found.push({
      file,
      range,
      replacement,
      line: line + 1,
      on: lines[line]!.trim(),
      what: replacement === NOTHING ? `without ${was}` : `${was} becomes ${oneLine(replacement)}`,
    });
  };
  const around = (node: ts.BinaryExpression, operator: string) =>
    add(node, `${node.left.getText(source)} ${operator} ${node.right.getText(source)}`);

  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isImportDeclaration(node) || isError(node)) return;
    if (ts.isBinaryExpression(node)) {
      const operator = OPERATORS[node.operatorToken.kind];
      const joinsWords = node.operatorToken.kind === ts.SyntaxKind.PlusToken && isText(node);
      if (operator !== undefined && !joinsWords) around(node, operator);
    }
    if (ts.isPrefixUnaryExpression(node)) {
      const { operator, operand } = node;
      if (operator === ts.SyntaxKind.ExclamationToken) add(node, operand.getText(source));
      if (operator === ts.SyntaxKind.MinusToken) add(node, operand.getText(source));
    }
    if (ts.isNumericLiteral(node)) add(node, String(Number(node.text) + 1));
    if (node.kind === ts.SyntaxKind.TrueKeyword) add(node, "false");
    if (node.kind === ts.SyntaxKind.FalseKeyword) add(node, "true");
    if (ts.isIfStatement(node)) {
      add(node.expression, "true");
      add(node.expression, "false");
    }
    if (ts.isConditionalExpression(node)) add(node.condition, `!(${node.condition.getText(source)})`);
    if (ts.isPropertyAccessExpression(node) && ts.isCallExpression(node.parent)) {
      const other = Object.hasOwn(METHODS, node.name.text) ? METHODS[node.name.text] : undefined;
      if (other !== undefined && node.parent.expression === node) add(node.name, other);
    }
    if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression)) add(node, NOTHING);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1]);
}

/** The text with the fault in it. */
export function withMutant(text: string, { range, replacement }: Mutant): string {
  return text.slice(0, range[0]) + replacement + text.slice(range[1]);
}

function isError(node: ts.Node): boolean {
  return ts.isNewExpression(node) && /Error$/.test(node.expression.getText());
}

/** Whether a sum has a text among its parts. */
function isText(node: ts.Expression): boolean {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true;
  return ts.isBinaryExpression(node) && (isText(node.left) || isText(node.right));
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= 80 ? line : `${line.slice(0, 79)}…`;
}
