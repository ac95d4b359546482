/** One finding of `doctor`; `advice` says what to do and is there whenever something is wrong. */
export interface Finding {
  state: 'ok' | 'warning' | 'broken'
  what: string
  advice?: string
}
