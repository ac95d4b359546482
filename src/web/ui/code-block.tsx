import { CodeLine, useTokens } from './code-tokens.tsx'
import { CopyButton } from './copy-button.tsx'

/** A piece of code with a copy button. */
export function CodeBlock({ code, language, copyLabel }: { code: string; language: string; copyLabel: string }) {
  const tokens = useTokens(code, language)
  return (
    <div className="relative rounded-md border border-line bg-surface-1">
      <pre tabIndex={0} className="overflow-x-auto py-2.5 pr-12 pl-3.5">
        <code>
          {code.split('\n').map((line, index) => (
            <span key={`${index}:${line}`} className="block min-h-5">
              <CodeLine text={line} tokens={tokens?.[index]} />
            </span>
          ))}
        </code>
      </pre>
      {/* Covers the code under it up to the edge: half a letter beside the button reads as a fault. */}
      <span className="absolute top-0 right-0 flex rounded-md bg-surface-1 px-1 pt-1">
        <CopyButton text={code} label={copyLabel} />
      </span>
    </div>
  )
}
