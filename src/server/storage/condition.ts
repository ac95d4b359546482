/**
 * What a search comes down to, as plain data: names are resolved to ids, dates to milliseconds, before a store sees it. A search over
 * issues splits into conditions on issues (meta store) and on events (events store); each engine compiles its own leaves.
 */
export type Condition<Leaf> =
  | { kind: 'and'; of: Condition<Leaf>[] }
  | { kind: 'or'; of: Condition<Leaf>[] }
  | { kind: 'not'; of: Condition<Leaf> }
  | Leaf

/** Matches everything; `{ kind: 'or', of: [] }` matches nothing. */
export const everything: { kind: 'and'; of: never[] } = { kind: 'and', of: [] }

/**
 * A test of one text. `equals` and `in` compare code point by code point; `pattern` and `contains` fold case, code point by code point.
 * `pattern` holds the literal pieces between wildcards: `*foo*bar` is `['', 'foo', 'bar']`; the whole text must match.
 */
export type TextMatch =
  | { kind: 'equals'; value: string }
  | { kind: 'in'; values: string[] }
  | { kind: 'pattern'; pieces: string[] }
  | { kind: 'contains'; value: string }

export type Comparison = '=' | '>' | '>=' | '<' | '<='

/** A condition on an issue's own state. What is absent (no assignee, no release) fails every test; only `not` turns it into a match. */
export type IssueCondition =
  | { kind: 'ids'; ids: number[] }
  | { kind: 'projects'; projectIds: number[] }
  | { kind: 'status'; statuses: string[] }
  | { kind: 'substatus'; substatuses: string[] }
  | { kind: 'priority'; priorities: string[] }
  /** Event types of the issue: error, csp, default … */
  | { kind: 'type'; types: string[] }
  /** Assigned to one of these; with `nobody` also issues without an assignee. */
  | { kind: 'assigned'; userIds: number[]; teamIds: number[]; nobody: boolean }
  | { kind: 'bookmarkedBy'; userIds: number[] }
  | { kind: 'subscribedBy'; userIds: number[] }
  /** New, regressed or escalating, and nobody has marked it as reviewed. */
  | { kind: 'forReview' }
  | { kind: 'text'; field: 'firstRelease' | 'title' | 'culprit'; match: TextMatch }
  /** Any of title, culprit and message of the newest event. */
  | { kind: 'mentions'; match: TextMatch }
  | { kind: 'number'; field: 'id' | 'timesSeen' | 'usersSeen'; comparison: Comparison; value: number }
  /** Milliseconds since 1970. */
  | { kind: 'time'; field: 'firstSeen' | 'lastSeen'; comparison: Comparison; value: number }

/** The columns of `EventRow` that hold text and can be searched. */
export const eventTextFields = [
  'eventId',
  'type',
  'level',
  'platform',
  'title',
  'culprit',
  'message',
  'location',
  'environment',
  'release',
  'dist',
  'transaction',
  'logger',
  'serverName',
  'errorType',
  'errorValue',
  'url',
  'sdkName',
  'sdkVersion',
  'browserName',
  'osName',
  'deviceFamily',
  'userId',
  'userEmail',
  'userName',
  'userIp',
  'geoCountry',
  'traceId',
  'replayId',
] as const
export type EventTextField = (typeof eventTextFields)[number]

/**
 * A condition on one event. What is absent fails every test, so that `not` of a test also matches events that lack it.
 * `attribute` looks at the searchable details that are not tags (`stack.filename`, `error.mechanism` …): any of an event's values may match.
 */
export type EventCondition =
  | { kind: 'issues'; issueIds: number[] }
  | { kind: 'projects'; projectIds: number[] }
  | { kind: 'text'; field: EventTextField; match: TextMatch }
  | { kind: 'has'; field: EventTextField }
  | { kind: 'tag'; key: string; match: TextMatch }
  | { kind: 'hasTag'; key: string }
  | { kind: 'tagNumber'; key: string; comparison: Comparison; value: number }
  | { kind: 'attribute'; key: string; match: TextMatch }
  | { kind: 'hasAttribute'; key: string }
  | { kind: 'attributeNumber'; key: string; comparison: Comparison; value: number }
  /** `id:…`, `email:…`, `username:…` or `ip:…`. */
  | { kind: 'user'; match: TextMatch }
  /** Null: the SDK did not say. */
  | { kind: 'handled'; handled: boolean | null }
  /** Message, title, culprit or transaction holds it. */
  | { kind: 'mentions'; match: TextMatch }
  /** Milliseconds since 1970. */
  | { kind: 'time'; field: 'timestamp' | 'receivedAt'; comparison: Comparison; value: number }
