import { Replayer } from '@sentry-internal/rrweb'
import { disarm } from './disarm.ts'
import { type FromStage, isToStage, type RecordedEvent, type ToStage } from './messages.ts'
import { planSeek } from './seek-plan.ts'
import './stage.css'

/** As many events as can be applied within a frame or two. */
const eventsPerStep = 400
const fullSnapshot = 2
const nearMilliseconds = 250
/** What the user did and nothing followed for so long is skipped. */
const idleMilliseconds = 5_000

type ReplayEvent = ConstructorParameters<typeof Replayer>[0][number] & { type: number; timestamp: number }

/** Plays what the page sends it; see messages.ts. */
class Stage {
  private readonly waiting: ReplayEvent[] = []
  private replayer: Replayer | null = null
  private isPlaying = false
  private isComplete = false
  private isSkipping = false
  private pace = { speed: 1, skipsIdle: false }
  /** Where it is, or will be once the events are there. */
  private at = 0
  private wanted: number | null = null
  /** Counts seeks: one that began later ends those before. */
  private seeks = 0
  private size: { width: number; height: number } | null = null

  take(message: ToStage): void {
    if (message.kind === 'events') this.add(message.events, message.isLast)
    else if (message.kind === 'pace') this.setPace(message.speed, message.skipsIdle)
    else {
      this.isPlaying = message.kind === 'play'
      this.steer(message.at)
    }
  }

  fit(): void {
    const wrapper = this.replayer?.wrapper
    if (!wrapper || !this.size || this.size.width <= 0 || this.size.height <= 0) return
    const { width, height } = this.size
    const scale = Math.min(innerWidth / width, innerHeight / height, 1)
    wrapper.style.transform = `scale(${scale}) translate(-50%, -50%)`
  }

  /** Tells where it is, before each picture. */
  tick(): void {
    const { replayer } = this
    if (!replayer || !this.isPlaying || this.wanted !== null) return
    this.at = this.startOf(replayer) + replayer.getCurrentTime()
    tell({ kind: 'time', at: this.at, isSkipping: this.isSkipping })
  }

  /** What is meant for here and now went on a little while the message was on its way: going back for that would take long. */
  private steer(at: number): void {
    const { replayer } = this
    if (!replayer || this.wanted !== null || Math.abs(at - this.at) > nearMilliseconds) return this.goTo(at)
    if (this.isPlaying) replayer.play(this.at - this.startOf(replayer))
    else replayer.pause()
  }

  private add(events: RecordedEvent[], isLast: boolean): void {
    this.isComplete = isLast
    const fresh = events.map(disarm).filter(isReplayEvent)
    if (this.replayer) {
      for (const event of fresh) this.replayer.addEvent(event)
      // They are taken up by a microtask each.
      setTimeout(() => this.goOn(), 0)
      return
    }
    this.waiting.push(...fresh)
    const snapshot = this.waiting.findIndex(({ type }) => type === fullSnapshot)
    if (snapshot >= 0 && this.waiting.length > 1) this.begin()
  }

  private begin(): void {
    const replayer = new Replayer(this.waiting.splice(0), {
      root: document.body,
      speed: this.pace.speed,
      skipInactive: this.pace.skipsIdle,
      inactivePeriodThreshold: idleMilliseconds,
      showWarning: false,
      // The keys belong to the player.
      triggerFocus: false,
      mouseTail: false,
      blockClass: 'sentry-block',
    })
    this.replayer = replayer
    replayer.on('resize', (size) => {
      this.size = readSize(size)
      this.fit()
    })
    replayer.on('skip-start', () => (this.isSkipping = true))
    replayer.on('skip-end', () => (this.isSkipping = false))
    replayer.on('finish', () => this.finish())
    this.at ||= this.startOf(replayer)
    // The first picture is built by a timer of the replayer's.
    setTimeout(() => {
      tell({ kind: 'shown' })
      this.goOn()
    }, 10)
  }

  private setPace(speed: number, skipsIdle: boolean): void {
    this.pace = { speed, skipsIdle }
    this.isSkipping = false
    this.replayer?.setConfig({ skipInactive: skipsIdle, speed })
  }

  private finish(): void {
    if (!this.replayer || !this.isPlaying) return
    this.at = this.endOf(this.replayer)
    if (this.isComplete) {
      this.isPlaying = false
      tell({ kind: 'ended', at: this.at })
    } else {
      this.wanted = this.at
      tell({ kind: 'waiting', at: this.at })
    }
  }

  /** What was wanted before there were events for it. */
  private goOn(): void {
    if (this.wanted !== null) this.goTo(this.wanted)
  }

  private goTo(to: number): void {
    const { replayer } = this
    const isThere = replayer && (this.isComplete || to < this.endOf(replayer))
    if (!replayer || !isThere) {
      this.wanted = to
      replayer?.pause()
      tell({ kind: 'waiting', at: to })
      return
    }
    this.wanted = to
    void this.seek(replayer, to)
  }

  /** Step by step, a picture between them. */
  private async seek(replayer: Replayer, wanted: number): Promise<void> {
    const seek = ++this.seeks
    const to = Math.max(this.firstPictureOf(replayer), Math.min(wanted, this.endOf(replayer)))
    for (const step of planSeek(replayer.service.state.context.events, this.at, to, eventsPerStep)) {
      replayer.pause(step - this.startOf(replayer))
      this.at = step
      if (step !== to) await nextFrame()
      if (seek !== this.seeks) return
    }
    this.wanted = null
    if (this.isPlaying) replayer.play(to - this.startOf(replayer))
    // A replay may be longer than what there are pictures of.
    tell({ kind: 'time', at: wanted, isSkipping: false })
  }

  private startOf(replayer: Replayer): number {
    return replayer.getMetaData().startTime
  }

  /** What is applied lies before the time, so the first full snapshot as well: without it nothing would go back to it. */
  private firstPictureOf(replayer: Replayer): number {
    const first = replayer.service.state.context.events.find(({ type }) => type === fullSnapshot)
    return (first?.timestamp ?? this.startOf(replayer)) + 1
  }

  private endOf(replayer: Replayer): number {
    return replayer.getMetaData().endTime
  }
}

/** What the replayer makes a picture of; what SDKs add for other readers (type 5) counts seconds, which would upset it. */
function isReplayEvent(event: RecordedEvent): event is ReplayEvent & RecordedEvent {
  const { type, timestamp, data } = event
  return (
    (type === 2 || type === 3 || type === 4) &&
    typeof timestamp === 'number' &&
    Number.isFinite(timestamp) &&
    typeof data === 'object' &&
    data !== null
  )
}

function readSize(size: unknown): { width: number; height: number } | null {
  if (typeof size !== 'object' || size === null || !('width' in size) || !('height' in size)) return null
  const { width, height } = size
  return typeof width === 'number' && typeof height === 'number' ? { width, height } : null
}

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve))

const tell = (message: FromStage) => parent.postMessage(message, location.origin)

const stage = new Stage()
addEventListener('message', (event) => {
  if (event.source === parent && event.origin === location.origin && isToStage(event.data)) stage.take(event.data)
})
addEventListener('resize', () => stage.fit())
const tick = () => {
  stage.tick()
  requestAnimationFrame(tick)
}
tick()
tell({ kind: 'ready' })
