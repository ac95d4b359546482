import { Replayer } from '@sentry-internal/rrweb'
import { disarm } from './disarm.ts'
import { type FromStage, isToStage, type RecordedEvent, type ToStage } from './messages.ts'
import { planSeek } from './seek-plan.ts'
import './stage.css'

/** As many events as can be applied within a few frames: an hour of 105,000 events is 131 steps, and the page answers in between. */
const eventsPerStep = 800
const fullSnapshot = 2
const nearMilliseconds = 250
/** What the user did and nothing followed for so long is skipped. */
const idleMilliseconds = 5_000

type ReplayEvent = Exclude<ConstructorParameters<typeof Replayer>[0][number], string>

/** Plays what the page sends it; see messages.ts. */
class Stage {
  /** All that came, by time. */
  private events: ReplayEvent[] = []
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
    this.at = this.start + replayer.getCurrentTime()
    tell({ kind: 'time', at: this.at, isSkipping: this.isSkipping })
  }

  /** What is meant for here and now went on a little while the message was on its way: going back for that would take long. */
  private steer(at: number): void {
    const { replayer } = this
    if (!replayer || this.wanted !== null || Math.abs(at - this.at) > nearMilliseconds) return this.goTo(at)
    if (this.at > this.end) return this.goTo(at)
    if (this.isPlaying) this.playFrom(replayer, this.at)
    else replayer.pause()
  }

  private add(events: RecordedEvent[], isLast: boolean): void {
    this.isComplete = isLast
    const fresh = events.map(disarm).filter(isReplayEvent)
    const isLater = (fresh[0]?.timestamp ?? 0) >= this.end
    for (const event of fresh) this.events.push(event)
    if (!isLater || fresh.some(({ timestamp }, place) => timestamp < (fresh[place - 1]?.timestamp ?? 0)))
      this.events.sort((one, other) => one.timestamp - other.timestamp)
    const { replayer } = this
    if (!replayer) {
      if (this.events.length > 1 && this.events.some(({ type }) => type === fullSnapshot)) this.begin()
      return
    }
    // While it seeks or stands it is given what it needs when it goes on.
    if (this.isPlaying && this.wanted === null) for (const event of fresh) replayer.addEvent(event)
    // They are taken up by a microtask each.
    setTimeout(() => this.goOn(), 0)
  }

  private begin(): void {
    const replayer = new Replayer(this.events.slice(), {
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
    this.at ||= this.start
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
    if (!this.replayer || !this.isPlaying || this.wanted !== null) return
    // The replayer tells of its end up to half a second late, when it may have been sent elsewhere already.
    if (this.at < this.end) return this.playFrom(this.replayer, this.at)
    this.at = this.end
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
    const isThere = replayer && (this.isComplete || to < this.end)
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
    const to = Math.max(this.firstPicture, Math.min(wanted, this.end + 1))
    for (const step of planSeek(this.events, this.at, to, eventsPerStep)) {
      // Of what comes later it would make a timer for each event at each step.
      this.give(replayer, step)
      replayer.pause(step - this.start)
      this.at = step
      if (step !== to) await nextFrame()
      if (seek !== this.seeks) return
    }
    this.wanted = null
    // Behind the last event the replayer would play on for ever.
    if (this.isPlaying && to > this.end) return this.finish()
    if (this.isPlaying) this.playFrom(replayer, to)
    // A replay may be longer than what there are pictures of.
    tell({ kind: 'time', at: wanted, isSkipping: false })
  }

  private playFrom(replayer: Replayer, at: number): void {
    this.give(replayer, Number.POSITIVE_INFINITY)
    replayer.play(at - this.start)
  }

  /** Makes the replayer's events those before a time. */
  private give(replayer: Replayer, before: number): void {
    const { events } = replayer.service.state.context
    let count = 0
    for (const event of this.events) {
      if (event.timestamp >= before) break
      events[count++] = event
    }
    events.length = count
  }

  private get start(): number {
    return this.events[0]?.timestamp ?? 0
  }

  private get end(): number {
    return this.events.at(-1)?.timestamp ?? 0
  }

  /** What is applied lies before the time, so the first full snapshot as well: without it nothing would go back to it. */
  private get firstPicture(): number {
    return (this.events.find(({ type }) => type === fullSnapshot)?.timestamp ?? this.start) + 1
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
