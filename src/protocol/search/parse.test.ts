import { describe, expect, test } from 'vitest'
import { type Filter, isAggregate, type SearchTree, type TextValue } from './ast.ts'
import { issueSearchKeys, type KeyTable, performanceKeys } from './keys.ts'
import { parseSearch, tokenizeSearch } from './parse.ts'

const keys: KeyTable = { ...issueSearchKeys, ...performanceKeys }

function read(text: string, options: { disallowWildcard?: boolean; knownKeysOnly?: boolean } = {}) {
  return parseSearch(text, { keys, ...options })
}

/** A tree as one line: `(a:1 & "b" | !c:[2, 3])`. */
function outline(tree: SearchTree): string {
  if (tree.kind === 'and') return tree.of.length === 0 ? '' : `(${tree.of.map(outline).join(' & ')})`
  if (tree.kind === 'or') return `(${tree.of.map(outline).join(' | ')})`
  if (tree.kind === 'freeText') return tree.quoted ? `"${tree.raw}"` : `'${tree.raw}'`
  return `${tree.negated ? '!' : ''}${describeFilter(tree)}`
}

function describeFilter(filter: Filter): string {
  const { name, tag } = filter.key
  const key = tag === null ? name : `${tag}:${name}`
  if (isAggregate(filter)) return `${filter.kind} ${key}(${filter.args.join(';')}) ${filter.operator}${filter.value}`
  const text = (value: TextValue | null) => (value?.quoted ? `"${value.raw}"` : value?.raw)
  switch (filter.kind) {
    case 'text':
      return `${filter.kind} ${key} ${filter.operator}${text(filter.value)}`
    case 'textIn':
      return `in ${key} ${filter.operator}[${filter.values.map(text).join(',')}]`
    case 'numeric':
      return `number ${key} ${filter.operator}${filter.value.value}`
    case 'numericIn':
      return `numbers ${key} [${filter.values.map((value) => value?.value).join(',')}]`
    case 'duration':
      return `duration ${key} ${filter.operator}${filter.value.milliseconds}`
    case 'boolean':
      return `boolean ${key} ${filter.value}`
    case 'date':
      return `date ${key} ${filter.operator}${new Date(filter.value.time).toISOString()}`
    case 'specificDate':
      return `${filter.value.precision} ${key} ${new Date(filter.value.time).toISOString()}`
    case 'relativeDate':
      return `relative ${key} ${filter.value.sign}${filter.value.milliseconds}`
    case 'has':
      return `has ${filter.of.tag === null ? '' : `${filter.of.tag}:`}${filter.of.name}`
    case 'is':
      return `is ${filter.values.map((value) => value.raw).join(',')}`
  }
}

function expectOutline(text: string, expected: string): void {
  const result = read(text)
  expect(result.ok ? outline(result.tree) : result.problem).toBe(expected)
}

function expectProblem(text: string, message: string, at: number, length: number, options = {}): void {
  expect(read(text, options)).toEqual({ ok: false, problem: { message, at, length } })
}

describe('free text', () => {
  test.each([
    ['', ''],
    ['  \t\n ', ''],
    ['broken pipe', "'broken pipe'"],
    ['  broken   pipe  ', "'broken   pipe'"],
    ['"broken pipe"', '"broken pipe"'],
    ['" broken "', '" broken "'],
    ['"say \\"hi\\""', '"say \\"hi\\""'],
    ['"a b" c d', `("a b" & 'c d')`],
    ['c d "a b"', `('c d' & "a b")`],
    ['"half', "'\"half'"],
    ['half"', "'half\"'"],
    ['"', "'\"'"],
    ['""', '""'],
    ['""meow"', `("" & 'meow"')`],
    ['one is:unresolved two three', "('one' & is unresolved & 'two three')"],
    ['TypeError: x is undefined', "'TypeError: x is undefined'"],
    ['std::io::Error', "'std::io::Error'"],
    ['see https://shop.test/a?b=c', "'see https://shop.test/a?b=c'"],
    ['error in run()', "'error in run()'"],
    ['add(a (b) c) failed', "'add(a (b) c) failed'"],
    ['!important', "'!important'"],
    ['release:a\tb', "(text release a & 'b')"],
    ['android orders', "'android orders'"],
    ['50%', "'50%'"],
  ])('%j', expectOutline)
})

describe('keys', () => {
  test.each([
    ['user.email:a@b.test', 'text user.email a@b.test'],
    ['!user.email:a@b.test', '!text user.email a@b.test'],
    ['"a:b":c', 'text a:b c'],
    ['!"a:b":c', '!text a:b c'],
    ['some-tag_1.x:c', 'text some-tag_1.x c'],
    ['tags[level]:c', 'text tag:level c'],
    ['tags["a b"]:c', 'text tag:a b c'],
    ['tags[n,number]:5', 'text number:n 5'],
    ['tags[n, number]:[5, 6]', 'in number:n [5,6]'],
    ['tags[s,string]:x', 'text string:s x'],
    ['tags[b,boolean]:true', 'text boolean:b true'],
    ['tags[l,array]:x', 'text array:l x'],
    ['tags[l[*],array]:x', 'text array:l x'],
    ['tags[l,array][*]:x', 'text array:l x'],
    ['l[*]:x', 'text array:l x'],
    ['tags[n,color]:5', "'tags[n,color]:5'"],
    ['tags[]:5', "'tags[]:5'"],
    ['has:release', 'has release'],
    ['!has:release', '!has release'],
    ['has:"a:b"', 'has a:b'],
    ['has:"a b"', 'has a b'],
    ['has:tags[level]', 'has tag:level'],
    ['is:unresolved', 'is unresolved'],
    ['!is:resolved', '!is resolved'],
    ['is:[new, regressed]', 'is new,regressed'],
    ['"is":new', 'text is new'],
  ])('%j', expectOutline)
})

describe('text values', () => {
  test.each([
    ['url:"a b"', 'text url "a b"'],
    ['url:""', 'text url ""'],
    ['url:"a\nb"', 'text url "a\nb"'],
    ['url:"a\tb"', 'text url "a\tb"'],
    ['url:"a\\"b"', 'text url "a\\"b"'],
    ['url:a\\"b', 'text url a\\"b'],
    ['url:"te"st', `(text url "te" & 'st')`],
    ['url:"" os:"x"', '(text url "" & text os "x")'],
    ['url:https://shop.test/x', 'text url https://shop.test/x'],
    ['url://cdn.test/x.js', 'text url //cdn.test/x.js'],
    ['message://a (b) c// os:x', '(text message //a (b) c// & text os x)'],
    ['message:////', 'text message ////'],
    ['message://a b//x', "(text message //a & 'b//x')"],
    ['random:>500', 'text random >500'],
    ['random:-2w', 'text random -2w'],
    ['random:2018-01-01', 'text random 2018-01-01'],
    ['random:1:2', 'text random 1:2'],
    ['url:a(b)', "(text url a & 'b')"],
    ['user.id:500s', 'text user.id 500s'],
    ['release.version:>=1.2-x', 'text release.version >=1.2-x'],
    ['release.version:1.2', 'text release.version 1.2'],
    ['os:\uf00dContains\uf00dwin', 'text os Containswin'],
    ['os:\uf00dStartsWith\uf00d"a b"', 'text os StartsWith"a b"'],
    ['!os:\uf00dEndsWith\uf00d[a, b]', '!in os EndsWith[a,b]'],
    ['os:\uf00dSmells\uf00dwin', 'text os \uf00dSmells\uf00dwin'],
  ])('%j', expectOutline)
})

describe('lists', () => {
  test.each([
    ['os:[a]', 'in os [a]'],
    ['os:[a,b , c]', 'in os [a,b,c]'],
    ['os:["a, b", c]', 'in os ["a, b",c]'],
    ['os:[[a]]', 'in os [[a]]'],
    ['os:[a, [b]]', 'in os [a,[b]]'],
    ['os:[[a], b]', 'in os [[a],b]'],
    ['os:["[a]"]', 'in os ["[a]"]'],
    ['os:"[a]"', 'text os "[a]"'],
    ['os:[]', 'text os []'],
    ['os:[a', 'text os [a'],
    ['os:a]', 'text os a]'],
    ['os:[a]b', 'text os [a]b'],
    ['os:[a]*', 'text os [a]*'],
    ['os:[a]os:b', 'text os [a]os:b'],
    ['os:[a b]', "(text os [a & 'b]')"],
    ['os:[,a]', 'text os [,a]'],
    ['os:[a] b', "(in os [a] & 'b')"],
    ['(os:[a])', 'in os [a]'],
    ['issue.id:[1,2k]', 'numbers issue.id [1,2000]'],
    ['assigned:[me, #backend]', 'in assigned [me,#backend]'],
  ])('%j', expectOutline)
})

describe('typed values', () => {
  test.each([
    ['timesSeen:5', 'number timesSeen 5'],
    ['timesSeen:>=1.5k', 'number timesSeen >=1500'],
    ['timesSeen:!=2M', 'number timesSeen !=2000000'],
    ['issue.id:-5', 'number issue.id -5'],
    ['issue.id:=3b', 'number issue.id =3000000000'],
    ['transaction.duration:>2m', 'duration transaction.duration >120000'],
    ['transaction.duration:1.5hr', 'duration transaction.duration 5400000'],
    ['measurements.lcp:<300ms', 'duration measurements.lcp <300'],
    ['measurements.stall_count:2m', 'number measurements.stall_count 2000000'],
    ['transaction.duration:>3.1', 'number transaction.duration >3.1'],
    ['stack.in_app:TRUE', 'boolean stack.in_app true'],
    ['stack.in_app:0', 'boolean stack.in_app false'],
    ['age:-24h', 'relative age -86400000'],
    ['firstSeen:+2w', 'relative firstSeen +1209600000'],
    ['lastSeen:2018-01-02', 'day lastSeen 2018-01-02T00:00:00.000Z'],
    ['lastSeen:2018-01-02T03:04:05', 'second lastSeen 2018-01-02T03:04:05.000Z'],
    ['lastSeen:2018-01-02T03:04:05.678901+02:00', 'second lastSeen 2018-01-02T01:04:05.678Z'],
    ['lastSeen:2018-01-02T03:04:05-02:30', 'second lastSeen 2018-01-02T05:34:05.000Z'],
    ['timestamp:>2018-01-02', 'date timestamp >2018-01-02T00:00:00.000Z'],
    ['timestamp.to_hour:<=2018-01-02T03:04:05Z', 'date timestamp.to_hour <=2018-01-02T03:04:05.000Z'],
    ['firstSeen:+2025-01-01', 'date firstSeen >2025-01-01T00:00:00.000Z'],
    ['firstSeen:-2025-01-01', 'date firstSeen <2025-01-01T00:00:00.000Z'],
    ['!firstSeen:-2d', '!relative firstSeen -172800000'],
    ['timesSeen:""', 'text timesSeen ""'],
    ['count():>10', 'aggregateNumeric count() >10'],
    ['!count( ):10', '!aggregateNumeric count() 10'],
    ['avg(transaction.duration):>2m', 'aggregateDuration avg(transaction.duration) >120000'],
    ['min(measurements.stall_count):2m', 'aggregateNumeric min(measurements.stall_count) 2000000'],
    ['p95():<2s', 'aggregateDuration p95() <2000'],
    ['failed(a, "b, c"):>5%', 'aggregatePercentage failed(a;"b, c") >5'],
    ['last_seen():-2w', 'aggregateRelativeDate last_seen() -1209600000'],
    ['last_seen():>2018-01-02', 'aggregateDate last_seen() >1514851200000'],
    ['oops count():>1', "('oops' & aggregateNumeric count() >1)"],
  ])('%j', expectOutline)

  const date =
    'Invalid date format. Expected +/-duration (e.g. +1h) or ISO 8601-like (e.g. 2017-10-17 or 2017-10-17T02:41:00.000Z)'
  const number = 'Invalid number. Expected number then optional k, m, or b suffix (e.g. 500k)'
  const duration = 'Invalid duration. Expected number followed by duration unit suffix'
  const boolean = 'Invalid boolean. Expected true, 1, false, or 0.'
  test.each([
    ['x firstSeen:soon', date, 2, 14],
    ['firstSeen:2018-02-30', date, 0, 20],
    ['firstSeen:2018-01-01T00:01ZZ', date, 0, 28],
    ['firstSeen:>-24h', date, 0, 15],
    ['firstSeen:[2018-01-01]', date, 0, 22],
    ['firstSeen:+999999999999w', date, 0, 24],
    ['timesSeen:many', number, 0, 14],
    ['timesSeen:>3s', number, 0, 13],
    ['timesSeen:"5"', number, 0, 13],
    ['timesSeen:[1, x]', number, 0, 16],
    ['timesSeen:*', number, 0, 11],
    ['transaction.duration:>..5s', duration, 0, 26],
    ['stack.in_app:yes', boolean, 0, 16],
    ['stack.in_app:>true', boolean, 0, 18],
    ['stack.in_app:[true]', boolean, 0, 19],
    ['timesSeen:[1, ]', 'Lists should not have empty values', 0, 15],
    ['os:[a, ]', 'Lists should not have empty values', 0, 8],
    ['is:[new, ]', 'Lists should not have empty values', 0, 10],
    ['a url: b', 'Filter must have a value', 2, 4],
    ['is:', 'Filter must have a value', 0, 3],
    ['tag:', 'Filter must have a value', 0, 4],
    ['(tag: )', 'Filter must have a value', 1, 4],
    ['browser:(a OR b)', 'Filter must have a value', 0, 8],
    ['release.version:>', 'Filter must have a value', 0, 17],
    ['url:"open', 'Quotes must enclose text or be escaped', 0, 9],
    ['url:te"st', 'Quotes must enclose text or be escaped', 0, 9],
    ['has:[a, b]', 'has: takes one key, not a list', 0, 10],
    ['percentile(a,):3', 'Function parameters should not have empty values', 0, 16],
    ['avg(stack.colno):>5s', 'Aggregate filter is incomplete.', 0, 20],
  ])('%j is invalid', expectProblem)
})

describe('AND, OR and parentheses', () => {
  test.each([
    ['a:1 b:2', '(text a 1 & text b 2)'],
    ['a:1 AND b:2', '(text a 1 & text b 2)'],
    ['a:1 or b:2', '(text a 1 | text b 2)'],
    ['a:1 b:2 OR c:3 And d:4', '((text a 1 & text b 2) | (text c 3 & text d 4))'],
    ['a:1 (b:2 OR c:3)', '(text a 1 & (text b 2 | text c 3))'],
    ['(a:1 OR (b:2 OR c:3)) d:4', '((text a 1 | text b 2 | text c 3) & text d 4)'],
    ['((a:1))', 'text a 1'],
    ['x AND y', "('x' & 'y')"],
    ['x OR y z', "('x' | 'y z')"],
    ['(x y) z', "('x y' & 'z')"],
    ['x (y OR z)', "('x' & ('y' | 'z'))"],
    ['a:1(b:2)', '(text a 1 & text b 2)'],
    ['(a:1)b:2', '(text a 1 & text b 2)'],
    ['(a:1)and b:2', '(text a 1 & text b 2)'],
  ])('%j', expectOutline)

  test.each([
    ['OR a', 'There is nothing to the left of OR', 0, 2],
    ['a:1 AND', 'There is nothing to the right of AND', 4, 3],
    ['a:1 OR OR b:2', 'There is nothing to the left of OR', 7, 2],
    ['a:1 AND OR b:2', 'There is nothing to the left of OR', 8, 2],
    ['(a:1 OR) b:2', 'There is nothing to the right of OR', 5, 2],
    ['(a:1', 'This parenthesis is not closed', 0, 1],
    ['a:1)', 'There is no opening parenthesis to this one', 3, 1],
    ['a:1 ()', 'There is nothing in these parentheses', 4, 2],
    ['!(a:1)', '! stands before a key, not before parentheses', 0, 1],
    [`${'('.repeat(33)}a${')'.repeat(33)}`, 'Parentheses may be nested 32 deep at most', 32, 1],
  ])('%j is a problem', expectProblem)
})

describe('options', () => {
  test.each(['so*t', '"so*t"', 'url:*x', 'url:[a, *]', 'url:\uf00dContains\uf00d*'])('no wildcards: %j', (text) => {
    const message = 'Wildcards not supported in search'
    const problem = { message, at: 0, length: text.length }
    expect(read(text, { disallowWildcard: true })).toEqual({ ok: false, problem })
  })
  test('an escaped asterisk is no wildcard', () => {
    expect(read('url:a\\*b', { disallowWildcard: true })).toMatchObject({ ok: true })
  })
  test('known keys only', () => {
    expectProblem('url:x os:y', 'Invalid key. "os" is not a supported search key.', 6, 4, { knownKeysOnly: true })
    expect(read('url:x tags[os]:y measurements.lcp:>3s is:new', { knownKeysOnly: true })).toMatchObject({ ok: true })
  })
})

test('tokens of a text that is no search say where everything stands', () => {
  const text = 'foo bar:baz OR ( timesSeen:many "x'
  const tokens = tokenizeSearch(text, { keys })
  expect(tokens.map((token) => [token.kind, text.slice(token.at, token.at + token.length)])).toEqual([
    ['word', 'foo'],
    ['text', 'bar:baz'],
    ['or', 'OR'],
    ['open', '('],
    ['text', 'timesSeen:many'],
    ['word', '"x'],
  ])
  expect(tokens[4]).toMatchObject({
    key: { at: 17, length: 9, name: 'timesSeen' },
    value: { at: 27, length: 4, raw: 'many' },
  })
})
