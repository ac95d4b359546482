import { Expand, FastForward, Images, Pause, Play, Shrink } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Menu, MenuChoices } from '../../ui/menu.tsx'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import type { LineMark } from './marks.ts'
import { ProgressLine } from './progress-line.tsx'
import { formatPosition, nextTime, type Span } from './timeline.ts'
import type { PagePlayer, Player } from './use-player.ts'

const speeds = ['0.5', '1', '2', '4', '8'] as const
const stepMilliseconds = 5_000

interface PlayerViewProps {
  player: Player
  /** The picture of what is recorded as events, in a frame of its own. */
  frame: PagePlayer['frame']
  /** The picture of what is recorded as video, in place of the frame. */
  video: ReactNode
  span: Span
  loaded: number
  marks: readonly LineMark[]
  gaps: readonly Span[]
  /** In place of the picture: that there is none, or why not. */
  notice: ReactNode
}

/** The recorded page with what steers it. */
export function PlayerView({ player, frame, video, span, loaded, marks, gaps, notice }: PlayerViewProps) {
  const isFull = useFullScreen()
  const [withHosts, setWithHosts] = useState(false)
  const { at, isPlaying, isShown, waits, isSkipping, seek, toggle, pace, setPace } = player
  const position = Math.floor((at - span.start) / 1000)
  const toggleFull = () => {
    if (document.fullscreenElement) void document.exitFullscreen()
    // The whole document: menus float beside the player, not in it.
    else void document.documentElement.requestFullscreen?.()
  }
  const jump = (direction: 1 | -1) => {
    const times = marks.map((mark) => mark.at)
    seek(nextTime(times, { at, isPlaying }, direction) ?? (direction === 1 ? span.end : span.start))
  }
  useShortcuts({
    ' ': toggle,
    ArrowLeft: () => seek(at - stepMilliseconds),
    ArrowRight: () => seek(at + stepMilliseconds),
    'shift+ArrowLeft': () => jump(-1),
    'shift+ArrowRight': () => jump(1),
    f: toggleFull,
  })

  return (
    <section
      aria-label="Player"
      className={classNames(
        'flex min-w-0 flex-col overflow-hidden bg-surface-0',
        isFull ? 'fixed inset-0 z-30' : 'rounded-md border border-line',
      )}
    >
      <div className={classNames('relative bg-[#15191c]', isFull ? 'min-h-0 grow' : 'aspect-[16/10] max-h-[66dvh]')}>
        {video || (
          <iframe
            // Another policy is another document.
            key={String(withHosts)}
            ref={frame}
            title="The recorded page"
            src={withHosts ? '/replay-stage/with-hosts/' : '/replay-stage/'}
            sandbox="allow-scripts allow-same-origin"
            tabIndex={-1}
            className="pointer-events-none absolute inset-0 size-full"
          />
        )}
        {notice ? (
          <div className="absolute inset-0 flex items-center justify-center overflow-y-auto bg-surface-1">{notice}</div>
        ) : (
          <button
            type="button"
            aria-label={isPlaying ? 'Pause the picture' : 'Play the picture'}
            tabIndex={-1}
            onClick={toggle}
            className="absolute inset-0 flex size-full items-center justify-center"
          >
            {!isPlaying && isShown && (
              <span className="flex size-14 items-center justify-center rounded-full bg-accent text-on-accent shadow-float">
                <Icon of={Play} size={24} />
              </span>
            )}
          </button>
        )}
        {!notice && <Badge waits={isShown ? waits : 'loading'} isSkipping={isSkipping} />}
      </div>
      <div className="border-t border-line px-2 pt-1.5 pb-2">
        <ProgressLine span={span} at={at} loaded={loaded} marks={marks} gaps={gaps} onSeek={seek} />
        <div className="flex flex-wrap items-center gap-1">
          <IconButton label={isPlaying ? 'Pause (space)' : 'Play (space)'} onClick={toggle}>
            <Icon of={isPlaying ? Pause : Play} />
          </IconButton>
          <span className="numeric px-1 text-12 text-text-2">
            {formatPosition(at - span.start)} / {formatPosition(span.end - span.start)}
          </span>
          <Menu
            trigger={
              <Button look="quiet" size="small" aria-label={`Speed: ${pace.speed}×`}>
                {pace.speed}×
              </Button>
            }
          >
            <MenuChoices
              value={speeds.find((speed) => Number(speed) === pace.speed) ?? null}
              options={speeds.map((value) => ({ value, label: `${value}×` }))}
              onChange={(speed) => setPace({ ...pace, speed: Number(speed) })}
            />
          </Menu>
          <Button
            look="quiet"
            size="small"
            aria-pressed={pace.skipsIdle}
            className={pace.skipsIdle ? 'bg-surface-3 text-text-1' : undefined}
            onClick={() => setPace({ ...pace, skipsIdle: !pace.skipsIdle })}
          >
            <Icon of={FastForward} size={14} /> <span className="max-sm:sr-only">Skip idle time</span>
          </Button>
          <span className="ml-auto flex items-center gap-1">
            <CopyButton
              text={linkAt(position)}
              label="Copy a link to this moment"
              withWord={`Link at ${formatPosition(at - span.start)}`}
            />
            <IconButton label={isFull ? 'Leave full screen (f)' : 'Full screen (f)'} onClick={toggleFull}>
              <Icon of={isFull ? Shrink : Expand} />
            </IconButton>
          </span>
        </div>
        {!notice && !video && (
          <div className="flex flex-wrap items-center gap-x-2 px-1 pt-1 text-12 text-text-3">
            <Button
              look="quiet"
              size="small"
              className="-ml-1 !whitespace-normal"
              aria-pressed={withHosts}
              onClick={() => setWithHosts(!withHosts)}
            >
              <Icon of={Images} size={14} />
              {withHosts ? 'No longer load from its site' : "Load the page's images and styles from its site"}
            </Button>
            {withHosts && <span>The site is asked for them by your browser now.</span>}
          </div>
        )}
      </div>
    </section>
  )
}

/** What the picture is doing, where that is not plain. */
function Badge({ waits, isSkipping }: { waits: Player['waits']; isSkipping: boolean }) {
  const words = isSkipping ? 'Skipping idle time' : waits === 'loading' ? 'Loading…' : waits ? 'Seeking…' : null
  return (
    <span role="status" className="pointer-events-none absolute top-3 left-3">
      {words && <span className="rounded-sm bg-float px-2 py-1 text-12 text-text-1 shadow-float">{words}</span>}
    </span>
  )
}

function useFullScreen(): boolean {
  const [isFull, setFull] = useState(false)
  useEffect(() => {
    const listen = () => setFull(document.fullscreenElement !== null)
    document.addEventListener('fullscreenchange', listen)
    return () => document.removeEventListener('fullscreenchange', listen)
  }, [])
  return isFull
}

function linkAt(seconds: number): string {
  const { origin, pathname } = location
  return `${origin}${pathname}?t=${Math.max(0, seconds)}`
}
