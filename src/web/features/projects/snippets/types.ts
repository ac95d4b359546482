/** One piece to paste: where it goes, in which language it is written, and the text with the DSN in place. */
export interface Snippet {
  title: string
  /** Language for highlighting; `text` for none. */
  language: string
  code: string
}

export interface Platform {
  /** Sentry's platform id, which SDKs, wizards and scripts know. */
  id: string
  name: string
  group: 'Web' | 'Server' | 'Mobile and desktop' | 'Anything else'
  /** Install, set up, prove. Pure: the same DSN gives the same text. */
  snippets: (dsn: string) => Snippet[]
}

export const install = (code: string): Snippet => ({ title: 'Install', language: 'bash', code })
