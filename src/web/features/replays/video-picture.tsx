import { classNames } from '../../ui/class-names.ts'
import { type Touch, touchesAt } from './clips.ts'
import type { VideoPlayer } from './use-video-player.ts'

interface VideoPictureProps {
  player: VideoPlayer
  touches: readonly Touch[]
  /** Address of the video of a segment. */
  addressOf: (segment: number) => string
}

/** The screen of an app as its SDK filmed it, and the fingers on it. */
export function VideoPicture({ player, touches, addressOf }: VideoPictureProps) {
  const { seen, next, hold, refresh, isBroken, at } = player
  return (
    <div className="absolute inset-0 flex items-center justify-center">
      <div
        className="relative h-full max-w-full bg-black"
        style={seen ? { aspectRatio: `${seen.width} / ${seen.height}` } : undefined}
      >
        {[seen, next].map(
          (clip) =>
            clip && (
              <video
                key={clip.segment}
                ref={hold(clip)}
                src={addressOf(clip.segment)}
                aria-label={clip === seen ? 'The recorded screen' : undefined}
                aria-hidden={clip !== seen}
                className={classNames('absolute inset-0 size-full object-contain', clip !== seen && 'invisible')}
                preload="auto"
                muted
                playsInline
                disablePictureInPicture
                onLoadedMetadata={refresh}
                onLoadedData={refresh}
                onSeeked={refresh}
                onCanPlay={refresh}
                onEnded={refresh}
                onError={refresh}
              />
            ),
        )}
        {touchesAt(touches, at).map(({ x, y }, finger) => (
          <span
            key={finger}
            data-touch
            className="absolute size-7 -translate-1/2 rounded-full border-2 border-white bg-accent opacity-70"
            style={{ left: `${x * 100}%`, top: `${y * 100}%` }}
          />
        ))}
        {isBroken && (
          <p role="alert" className="absolute inset-x-0 top-1/3 px-4 text-center text-14 text-white">
            Your browser cannot play this part of the video.
          </p>
        )}
      </div>
    </div>
  )
}
