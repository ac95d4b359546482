import type { Json, JsonObject } from '../../../protocol/event.ts'
import { compileOnce } from '../filters/compiled.ts'
import type { ScrubSettings } from '../types.ts'
import { filtered, replaceMatches } from './replace.ts'
import { compileRules, type Rules } from './rules.ts'
import { scrubJson } from './scrub-json.ts'
import { asData, isUrl, scrubName, scrubText } from './scrub-text.ts'
import { mayHoldSecret } from './skim.ts'

/** Scrubs one recorded event in place; true when anything changed. */
export type ScrubRecorded = (event: JsonObject) => boolean
/** Null when the settings leave everything. */
export type RecordingScrubber = (settings: ScrubSettings) => ScrubRecorded | null

/**
 * The scrubber of recordings, as in Relay (relay-replays/src/recording.rs): what a page shows is looked through for secrets that are told by their
 * form (card numbers, IBANs, keys, tokens, passwords in addresses); what the SDK adds about requests, consoles and the like for sensitive names, too.
 * Words decide nothing: a page that says "password" is not secret, nor is the button that was clicked for its id.
 */
export function createRecordingScrubber(): RecordingScrubber {
  const scrubberOf = compileOnce<ScrubSettings, { scrub: ScrubRecorded | null }>((settings) => {
    const rules = compileRules(settings)
    return { scrub: rules === null ? null : (event) => scrubEvent(rules, event) }
  })
  return (settings) => scrubberOf(settings).scrub
}

/** rrweb's types of events whose data are the page itself: a snapshot of it, and what changed. */
const snapshot = 2
const change = 3

function scrubEvent(rules: Rules, event: JsonObject): boolean {
  return event.type === snapshot || event.type === change ? scrubPage(rules, event) : scrubData(rules, event)
}

/** Styles are no data of people, and the longest texts of a page; scripts are recorded empty. */
const styleMembers = new Set(['_cssText', 'style', 'rules', 'rule', 'replace', 'replaceSync'])

/** Goes through nested data without recursion: a page may be nested as deep as it likes. */
function scrubPage(rules: Rules, event: JsonObject): boolean {
  let changed = false
  const records: JsonObject[] = [event]
  const lists: Json[][] = []

  function scrubMember(holder: JsonObject | Json[], key: string, value: Json | undefined): void {
    if (typeof value === 'object' && value !== null) {
      if (Array.isArray(value)) lists.push(value)
      else records.push(value)
    } else if (typeof value === 'string') {
      const clean = scrubPageText(rules, value)
      if (clean === null) return
      Object.defineProperty(holder, key, { value: clean, writable: true, enumerable: true, configurable: true })
      changed = true
    }
  }

  while (records.length + lists.length > 0) {
    const list = lists.pop()
    if (list !== undefined) for (let index = 0; index < list.length; index++) scrubMember(list, `${index}`, list[index])
    const record = records.pop()
    if (record === undefined || record.isStyle === true) continue
    // `for in`, not `Object.entries`: a third of the time.
    for (const key in record) if (!styleMembers.has(key)) scrubMember(record, key, record[key])
  }
  return changed
}

/** Addresses lose what is sensitive in their query, other texts only secrets themselves. */
function scrubPageText(rules: Rules, text: string): string | null {
  if (text === filtered || (rules.skims && !mayHoldSecret(text))) return null
  const replaced = isUrl(text) ? scrubText(rules, text) : replaceMatches(text, rules.finders, asData)
  return replaced?.text ?? null
}

/** Ids and times are shorter numbers; cards have 14 digits and more. */
const shortestCard = 1e13

function scrubData(rules: Rules, event: JsonObject): boolean {
  return scrubJson(event, {
    leaf(key, leaf) {
      if (leaf === '' || leaf === filtered) return null
      if (key !== null && rules.key(key) !== null) return filtered
      if (typeof leaf === 'number' && !(Number.isInteger(leaf) && leaf >= shortestCard)) return null
      return scrubName(rules, String(leaf), rules.finders)?.text ?? null
    },
    list: (key) => (rules.key(key) === null ? null : filtered),
    isSafe: rules.isSafeKey,
  })
}
