/** How an operation is called: plain data. */
export interface Call {
  /**
   * `PUT /organizations/{org}/issues/{issue}/?query=is:unresolved`: method, path below /api/0 and query, not encoded. `{name}`, here and in the
   * body's texts, stands for a value that the world holds or an earlier answer gave (`keep`).
   */
  call: string
  body?: unknown
  /** What must come back where the contract knows several good statuses. */
  status?: number
  /** Names for parts of the answer, each by its path in it. */
  keep?: Record<string, (string | number)[]>
  /** Asked again until the answer is right: what the server does behind its answer takes a moment. */
  eventually?: true
  /** The world holds nothing that the list could have. */
  mayBeEmpty?: true
  /** The answer is of another shape than the documents give for the operation, because the query asks for it. */
  shape?:
    | 'list of whole events'
    | 'list of recording segments'
    | 'list of recorded events'
    | 'some fields of replays'
    | 'a file'
}
