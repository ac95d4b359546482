import { ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Frame, Stacktrace } from '../../api/types.ts'
import { plural } from '../../format/number.ts'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { FrameRow } from './frame-row.tsx'
import { foldFrames, frameToOpen } from './frames.ts'

interface StackTraceProps {
  stack: Stacktrace
  platform: string | null
  /** What happened in the newest call: `crashed here`, `thrown here`. */
  endWord?: string
}

/** The frames of a stack, crashing call first; libraries' calls fold into a line that opens. */
export function StackTrace({ stack, platform, endWord = 'called here' }: StackTraceProps) {
  const frames = stack.frames ?? []
  const parts = useMemo(() => foldFrames(stack.frames ?? []), [stack.frames])
  const toOpen = frameToOpen(frames)
  if (frames.length === 0) return <p className="text-13 text-text-3">The stack is empty.</p>
  const [from, to] = stack.framesOmitted ?? [0, 0]
  return (
    <div className="overflow-hidden rounded-md border border-line">
      <ol>
        {parts.map((part) =>
          part.kind === 'frame' ? (
            <FrameRow
              key={part.index}
              frame={part.frame}
              platform={platform}
              startsOpen={part.index === toOpen}
              mark={part.index === frames.length - 1 ? endWord : null}
            />
          ) : (
            <Fold key={part.frames[0]?.index} frames={part.frames} platform={platform} />
          ),
        )}
      </ol>
      {to > from && (
        <p className="border-t border-line px-3 py-1.5 text-12 text-text-3">
          {plural(to - from, 'frame')} were left out when the event was sent.
        </p>
      )}
    </div>
  )
}

function Fold({ frames, platform }: { frames: { frame: Frame; index: number }[]; platform: string | null }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <li className="border-b border-line bg-surface-1 last:border-b-0">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex h-8 w-full items-center gap-1.5 px-2 text-left text-12 text-text-3 hover:text-text-1"
        >
          <Icon of={ChevronRight} size={14} className={classNames('shrink-0', open && 'rotate-90')} />
          {plural(frames.length, 'frame')} of libraries
        </button>
      </li>
      {open &&
        frames.map(({ frame, index }) => (
          <FrameRow key={index} frame={frame} platform={platform} startsOpen={false} mark={null} />
        ))}
    </>
  )
}
