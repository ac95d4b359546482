import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { createHighlight, type Highlight, type Token } from './highlighter.ts'

const HighlightContext = createContext<Highlight>(async () => null)

export function HighlightProvider({ children }: { children: ReactNode }) {
  const highlight = useMemo(() => createHighlight(), [])
  return <HighlightContext value={highlight}>{children}</HighlightContext>
}

/** The coloured lines of a code; null until they are there, and when there is no grammar: show the text plain then. */
export function useTokens(code: string, language: string): Token[][] | null {
  const highlight = useContext(HighlightContext)
  const [tokens, setTokens] = useState<{ code: string; lines: Token[][] | null } | null>(null)
  useEffect(() => {
    let isCurrent = true
    highlight(code, language).then(
      (lines) => {
        if (isCurrent) setTokens({ code, lines })
      },
      // A grammar that could not be fetched leaves the text plain.
      () => undefined,
    )
    return () => {
      isCurrent = false
    }
  }, [highlight, code, language])
  return tokens?.code === code ? tokens.lines : null
}

/** One line, coloured when its tokens are there. */
export function CodeLine({ text, tokens }: { text: string; tokens: Token[] | undefined }) {
  if (!tokens) return text
  return tokens.map((token, index) => (
    <span key={`${index}:${token.text}`} style={token.colour ? { color: token.colour } : undefined}>
      {token.text}
    </span>
  ))
}
