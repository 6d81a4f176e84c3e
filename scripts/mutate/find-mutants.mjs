import ts from 'typescript'

const swaps = new Map([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.LessThanEqualsToken, '<'],
  [ts.SyntaxKind.GreaterThanToken, '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>'],
  [ts.SyntaxKind.PlusToken, '-'],
  [ts.SyntaxKind.MinusToken, '+'],
  [ts.SyntaxKind.AsteriskToken, '+'],
  [ts.SyntaxKind.SlashToken, '*'],
  [ts.SyntaxKind.PercentToken, '*'],
  [ts.SyntaxKind.AmpersandAmpersandToken, '||'],
  [ts.SyntaxKind.BarBarToken, '&&'],
])

const methods = new Map([
  ['some', 'every'],
  ['every', 'some'],
])

/**
 * Every small change of a source text that a test should notice: a comparison turned, an operator exchanged, a condition
 * fixed, branches exchanged, a number off by one. Types, texts and imports are left alone.
 */
export function findMutants(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const mutants = []
  const add = (node, replacement) => {
    const start = node.getStart(source)
    const { line } = source.getLineAndCharacterOfPosition(start)
    mutants.push({ path, line: line + 1, start, end: node.getEnd(), was: node.getText(source), replacement })
  }
  const visit = (node) => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node)) return
    for (const replacement of replacementsOf(node, source)) add(replacement.node, replacement.text)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return mutants
}

function replacementsOf(node, source) {
  if (ts.isBinaryExpression(node)) return binary(node)
  if (ts.isPrefixUnaryExpression(node)) return unary(node, source)
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [{ node, text: 'false' }]
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [{ node, text: 'true' }]
  if (ts.isNumericLiteral(node)) return [{ node, text: String(Number(node.text) + 1) }]
  if (ts.isBigIntLiteral(node)) return [{ node, text: `${String(BigInt(node.text.slice(0, -1)) + 1n)}n` }]
  if (ts.isConditionalExpression(node)) return exchanged(node, source)
  if (ts.isIfStatement(node)) return ['true', 'false'].map((text) => ({ node: node.expression, text }))
  if (ts.isPropertyAccessExpression(node) && methods.has(node.name.text)) {
    return [{ node: node.name, text: methods.get(node.name.text) }]
  }
  return []
}

function binary(node) {
  const text = swaps.get(node.operatorToken.kind)
  const isText = [node.left, node.right].some((side) => ts.isStringLiteralLike(side) || ts.isTemplateExpression(side))
  return text === undefined || (isText && text === '-') ? [] : [{ node: node.operatorToken, text }]
}

function unary(node, source) {
  const isTurned = node.operator === ts.SyntaxKind.ExclamationToken || node.operator === ts.SyntaxKind.MinusToken
  return isTurned ? [{ node, text: `(${node.operand.getText(source)})` }] : []
}

function exchanged(node, source) {
  const [yes, no] = [node.whenTrue.getText(source), node.whenFalse.getText(source)]
  return [{ node, text: `${node.condition.getText(source)} ? ${no} : ${yes}` }]
}
