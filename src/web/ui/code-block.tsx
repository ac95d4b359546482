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
      <CopyButton text={code} label={copyLabel} className="absolute top-1.5 right-1.5 bg-surface-1" />
    </div>
  )
}
