import { type Filter, type FreeText, isAggregate, type SearchKey, type SearchTree, type TextValue } from './ast.ts'

/** The search as a text that reads back as the same search. */
export function printSearch(tree: SearchTree): string {
  if (tree.kind === 'and') return joinTerms(tree.of)
  if (tree.kind === 'or') return tree.of.map(printSearch).join(' OR ')
  return tree.kind === 'freeText' ? printFreeText(tree) : printFilter(tree)
}

/** Side by side, with AND where two would read as one: words behind words, parentheses behind words. */
function joinTerms(nodes: SearchTree[]): string {
  let text = ''
  let isWord = false
  let isOperator = false
  for (const node of nodes) {
    const isBare = node.kind === 'freeText' && !node.quoted
    const isGroup = node.kind === 'or'
    if (isOperator) {
      // `or(a:b)` is the word and a group: with a space behind it, it would be the operator.
      text += `(${printSearch(node)})`
      isWord = isOperator = false
      continue
    }
    isOperator = node.kind === 'freeText' && !node.quoted && /^(?:and|or)$/i.test(node.raw)
    if (text !== '') text += isWord && (isBare || isGroup) ? ' AND ' : ' '
    text += isGroup ? `(${printSearch(node)})` : printSearch(node)
    isWord = isBare
  }
  return text
}

function printFreeText({ raw, quoted }: FreeText): string {
  return quoted ? `"${raw}"` : raw
}

/** A key as it is written. */
export function printKey(key: SearchKey): string {
  if (key.quoted) return `"${key.name}"`
  if (key.tag === null) return key.name
  const name = /^[a-zA-Z0-9_.-]+$/.test(key.name) ? key.name : `"${key.name}"`
  return key.tag === 'tag' ? `tags[${name}]` : `tags[${name},${key.tag}]`
}

function printFilter(filter: Filter): string {
  const sign = filter.negated ? '!' : ''
  if (isAggregate(filter)) {
    const args = filter.args.map((arg) => arg ?? '').join(',')
    return `${sign}${filter.key.name}(${args}):${filter.operator}${filter.raw}`
  }
  return `${sign}${printKey(filter.key)}:${printValue(filter)}`
}

function printValue(filter: Exclude<Filter, { args: unknown }>): string {
  switch (filter.kind) {
    case 'text':
      return printOperator(filter.operator) + printText(filter.value)
    case 'textIn':
      return `${printOperator(filter.operator)}[${filter.values.map((value) => (value ? printText(value) : '')).join(', ')}]`
    case 'numeric':
    case 'duration':
      return filter.operator + filter.value.raw
    case 'numericIn':
      return `[${filter.values.map((value) => value?.raw ?? '').join(', ')}]`
    case 'boolean':
      return filter.raw
    case 'date':
      return filter.sign + filter.value.raw
    case 'specificDate':
    case 'relativeDate':
      return filter.value.raw
    case 'has':
      return printKey(filter.of)
    case 'is': {
      const values = filter.values.map(printText).join(', ')
      return filter.isList ? `[${values}]` : values
    }
  }
}

function printOperator(operator: string): string {
  return /^[A-Z]/.test(operator) ? `\uf00d${operator}\uf00d` : operator
}

function printText({ raw, quoted }: TextValue): string {
  return quoted ? `"${raw}"` : raw
}
