import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { Frame } from '../../api/types.ts'
import { classNames } from '../../ui/class-names.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ValueTable } from '../../ui/value-table.tsx'
import { framePlace, framePosition, languageOf } from './frames.ts'
import { SourceLines } from './source-lines.tsx'

interface FrameRowProps {
  frame: Frame
  platform: string | null
  startsOpen: boolean
  /** A word at the call where it ended. */
  mark: string | null
}

/** One call: what and where in a line; opened, the source around it and the variables. */
export function FrameRow({ frame, platform, startsOpen, mark }: FrameRowProps) {
  const vars = Object.entries(frame.vars ?? {})
  const hasMore = frame.context.length > 0 || vars.length > 0
  const [open, setOpen] = useState(startsOpen && hasMore)
  const [hasVars, setVars] = useState(false)
  return (
    <li className="border-b border-line last:border-b-0">
      <div
        className={classNames(
          'group flex min-h-9 items-center gap-1 pr-1',
          frame.inApp ? 'bg-surface-0' : 'bg-surface-1',
        )}
      >
        <button
          type="button"
          aria-expanded={hasMore ? open : undefined}
          disabled={!hasMore}
          onClick={() => setOpen(!open)}
          className="flex min-w-0 grow items-start gap-1.5 px-2 py-1.5 text-left select-text"
        >
          <Icon
            of={ChevronRight}
            size={14}
            className={classNames('mt-[3px] shrink-0 text-text-3', open && 'rotate-90', !hasMore && 'invisible')}
          />
          <span className="min-w-0 font-mono text-12 wrap-any">
            <span className={frame.inApp ? 'font-semibold text-text-1' : 'text-text-2'}>
              {frame.function ?? frame.rawFunction ?? '<anonymous>'}
            </span>
            <span className="text-text-3"> in </span>
            <span className="text-text-2" title={frame.absPath ?? undefined}>
              {framePlace(frame)}
            </span>
            {frame.lineNo !== null && (
              <span className="text-text-3">
                :{frame.lineNo}
                {frame.colNo !== null && `:${frame.colNo}`}
              </span>
            )}
          </span>
        </button>
        {mark !== null && (
          <span className="rounded-sm bg-mark px-1.5 text-11 whitespace-nowrap text-error max-sm:hidden">{mark}</span>
        )}
        {frame.inApp && (
          <span className="rounded-sm bg-surface-2 px-1.5 text-11 whitespace-nowrap text-text-2 max-sm:hidden">
            in app
          </span>
        )}
        <CopyButton
          text={framePosition(frame)}
          label={`Copy ${framePosition(frame)}`}
          className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 max-md:hidden"
        />
      </div>
      {open && (
        <div className="border-t border-line">
          {frame.context.length > 0 && (
            <SourceLines lines={frame.context} marked={frame.lineNo} language={languageOf(frame, platform)} />
          )}
          {vars.length > 0 && (
            <div className={classNames('px-3 py-1.5', frame.context.length > 0 && 'border-t border-line')}>
              <button
                type="button"
                aria-expanded={hasVars}
                onClick={() => setVars(!hasVars)}
                className="flex items-center gap-1.5 text-12 text-text-2 hover:text-text-1"
              >
                <Icon of={ChevronRight} size={14} className={classNames('text-text-3', hasVars && 'rotate-90')} />
                Variables <span className="numeric text-text-3">{vars.length}</span>
              </button>
              {hasVars && (
                <div className="pt-1 pl-5">
                  <ValueTable rows={vars} depth={0} />
                </div>
              )}
            </div>
          )}
        </div>
      )}
    </li>
  )
}
