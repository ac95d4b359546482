import type { LanguageInput, ThemeRegistration } from 'shiki/core'

/** A run of one colour; `colour` is a CSS value or undefined for the text's own. */
export interface Token {
  text: string
  colour?: string
}

/** Colours lines of code. Resolves to null when nothing is known about the language. */
export type Highlight = (code: string, language: string) => Promise<Token[][] | null>

type Grammar = () => Promise<{ default: LanguageInput }>

/** Grammars by our names; each is a chunk of its own, fetched when the language first comes up. tsx reads all of JavaScript. */
const grammars: Record<string, Grammar> = {
  javascript: () => import('shiki/langs/tsx.mjs'),
  typescript: () => import('shiki/langs/tsx.mjs'),
  tsx: () => import('shiki/langs/tsx.mjs'),
  python: () => import('shiki/langs/python.mjs'),
  go: () => import('shiki/langs/go.mjs'),
  java: () => import('shiki/langs/java.mjs'),
  kotlin: () => import('shiki/langs/kotlin.mjs'),
  swift: () => import('shiki/langs/swift.mjs'),
  'objective-c': () => import('shiki/langs/objective-c.mjs'),
  php: () => import('shiki/langs/php.mjs'),
  ruby: () => import('shiki/langs/ruby.mjs'),
  rust: () => import('shiki/langs/rust.mjs'),
  csharp: () => import('shiki/langs/csharp.mjs'),
  dart: () => import('shiki/langs/dart.mjs'),
  elixir: () => import('shiki/langs/elixir.mjs'),
  c: () => import('shiki/langs/c.mjs'),
  bash: () => import('shiki/langs/bash.mjs'),
  xml: () => import('shiki/langs/xml.mjs'),
  json: () => import('shiki/langs/json.mjs'),
}

const rule = (colour: string, scope: string[]) => ({ scope, settings: { foreground: `var(--code-${colour})` } })

/** Few colours, each for a kind of word that the eye looks for; names of things stay in the text's own. */
const theme: ThemeRegistration = {
  name: 'lapwing',
  type: 'light',
  colors: { 'editor.foreground': 'var(--text-1)', 'editor.background': 'var(--surface-0)' },
  settings: [
    { settings: { foreground: 'var(--text-1)', background: 'var(--surface-0)' } },
    rule('comment', ['comment', 'punctuation.definition.comment', 'string.quoted.docstring']),
    rule('string', ['string', 'punctuation.definition.string', 'markup.inline.raw']),
    rule('keyword', [
      'keyword',
      'storage',
      'keyword.operator.new',
      'keyword.operator.expression',
      'variable.language',
      'entity.name.tag',
    ]),
    rule('function', ['entity.name.function', 'support.function', 'meta.function-call.generic']),
    rule('constant', [
      'constant.numeric',
      'constant.language',
      'constant.character',
      'entity.name.type',
      'support.type',
      'support.class',
      'entity.other.inherited-class',
    ]),
    { scope: ['keyword.operator', 'punctuation', 'meta.brace'], settings: { foreground: 'var(--text-2)' } },
    rule('keyword', [
      'keyword.operator.new',
      'keyword.operator.expression',
      'keyword.operator.logical.python',
      'keyword.operator.word',
    ]),
  ],
}

/** Above this a colouring costs more than it tells. */
const longestCode = 60_000

/** Makes the page's highlighter: shiki with the JavaScript regex engine (no WebAssembly, so no CSP exception), loaded when first used. */
export function createHighlight(): Highlight {
  const byLanguage = new Map<string, Promise<(code: string) => Token[][]>>()
  return async (code, language) => {
    const grammar = grammars[language]
    if (!grammar || code.length > longestCode) return null
    const known = byLanguage.get(language) ?? loadLanguage(grammar)
    byLanguage.set(language, known)
    const colour = await known
    // PHP outside its tag is text; pieces of it come without.
    if (language !== 'php' || code.startsWith('<?php')) return colour(code)
    return colour(`<?php\n${code}`).slice(1)
  }
}

async function loadLanguage(grammar: Grammar): Promise<(code: string) => Token[][]> {
  const [core, engine, language] = await Promise.all([
    import('shiki/core'),
    import('shiki/engine/javascript'),
    grammar(),
  ])
  const highlighter = await core.createHighlighterCore({
    themes: [theme],
    langs: [language.default],
    engine: engine.createJavaScriptRegexEngine({ forgiving: true }),
  })
  const name = highlighter.getLoadedLanguages().find((loaded) => loaded in grammars || loaded === 'tsx') ?? 'text'
  return (code) => {
    const { tokens } = highlighter.codeToTokens(code, { lang: name, theme: 'lapwing' })
    return tokens.map((line) => line.map((token) => ({ text: token.content, colour: token.color })))
  }
}
