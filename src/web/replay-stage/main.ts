import { EventType, Replayer } from '@sentry-internal/rrweb'
import { disarm } from './disarm.ts'
import { type FromStage, isToStage, type RecordedEvent, type ToStage } from './messages.ts'
import { condense, fullSnapshot } from './page-model.ts'
import { Reel } from './reel.ts'
import './stage.css'

/** So few events are applied to the picture that stands; for more of them a new one is built, which takes as long as the page is large. */
const fewEvents = 150
/** How long work may go on until the page can answer again. */
const sliceMilliseconds = 24
/** As long as nobody waits for it. */
const idleSliceMilliseconds = 6
const nearMilliseconds = 250
/** What the user did and nothing followed for so long is skipped. */
const idleMilliseconds = 5_000

type ReplayEvent = Exclude<ConstructorParameters<typeof Replayer>[0][number], string>

/** Plays what the page sends it; see messages.ts. */
class Stage {
  private readonly reel = new Reel<ReplayEvent & RecordedEvent>()
  private replayer: Replayer | null = null
  /** The replayer counts from here. */
  private zero = 0
  private isPlaying = false
  /** The replayer applies events by its clock. */
  private isRunning = false
  private isComplete = false
  private isSkipping = false
  private pace = { speed: 1, skipsIdle: false }
  /** Where it is, or will be once the events are there. */
  private at = 0
  /** The last of what the page told it to do. */
  private order = 0
  /** The first picture stands. */
  private isShown = false
  /** So many events are in the picture; null when others should be. */
  private applied: number | null = null
  /** So many were given to the replayer to be applied by its clock. */
  private given = 0
  /** Where it is on its way to. */
  private wanted: number | null = null
  /** Counts seeks: one that began later ends those before. */
  private seeks = 0
  private isSeeking = false
  private isPreparing = false
  private size: { width: number; height: number } | null = null

  take(message: ToStage): void {
    if (message.kind === 'events') this.add(message.events, message.isLast)
    else if (message.kind === 'pace') this.setPace(message.speed, message.skipsIdle)
    else {
      this.isPlaying = message.kind === 'play'
      this.order = message.order
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
    if (!replayer || !this.isRunning) return
    this.at = this.zero + replayer.getCurrentTime()
    tell({ order: this.order, kind: 'time', at: this.at, isSkipping: this.isSkipping })
  }

  private steer(at: number): void {
    const { replayer, isRunning } = this
    this.stop()
    // What was meant for here and now played on a little while the message was on its way: going back for that would take long.
    const isHere = isRunning && Math.abs(at - this.at) <= nearMilliseconds
    if (!replayer || this.wanted !== null || !isHere) return this.goTo(at)
    if (this.at > this.reel.end || this.applied === null) return this.goTo(at)
    if (this.isPlaying) this.playFrom(replayer, this.at)
  }

  /** Stands still, and knows what it shows. */
  private stop(): void {
    if (!this.replayer || !this.isRunning) return
    this.at = this.zero + this.replayer.getCurrentTime()
    this.replayer.pause()
    this.isRunning = false
    if (this.applied !== null) this.applied = Math.min(this.given, this.reel.countBefore(this.at + 0.001))
  }

  private add(events: RecordedEvent[], isLast: boolean): void {
    this.isComplete = isLast
    const fresh = events.map(disarm).filter(isReplayEvent)
    const place = this.reel.add(fresh)
    if (this.applied !== null && place < (this.isRunning ? this.given : this.applied)) this.applied = null
    const { replayer } = this
    if (!replayer) {
      if (this.reel.events.length > 1 && this.reel.events.some(({ type }) => type === fullSnapshot)) this.begin()
      return
    }
    // While it stands it is given what it needs when it goes on.
    if (this.isRunning) {
      for (const event of fresh) replayer.addEvent(event)
      this.given = this.reel.events.length
    }
    this.prepare()
    this.goOn()
  }

  /** Shows the first full snapshot. */
  private begin(): void {
    const count = this.reel.events.findIndex(({ type }) => type === fullSnapshot) + 1
    this.zero = this.reel.start
    const replayer = new Replayer([anchor(this.zero), ...this.reel.events.slice(0, count)], {
      root: document.body,
      speed: this.pace.speed,
      skipInactive: this.pace.skipsIdle,
      inactivePeriodThreshold: idleMilliseconds,
      showWarning: false,
      // The keys belong to the player.
      triggerFocus: false,
      mouseTail: false,
      blockClass: 'sentry-block',
      // It pays for fast-forwarding only, which the reel does: it is made of the whole document, and compared with it, each time.
      useVirtualDom: false,
    })
    this.replayer = replayer
    replayer.on('resize', (size) => {
      this.size = readSize(size)
      this.fit()
    })
    replayer.on('skip-start', () => (this.isSkipping = true))
    replayer.on('skip-end', () => (this.isSkipping = false))
    replayer.on('finish', () => this.finish())
    this.at ||= this.zero
    // By a timer of the replayer's.
    replayer.on('fullsnapshot-rebuilded', () => {
      if (this.isShown) return
      this.isShown = true
      this.applied = count
      tell({ kind: 'shown' })
      setTimeout(() => {
        this.prepare()
        this.goOn()
      }, 0)
    })
  }

  private setPace(speed: number, skipsIdle: boolean): void {
    this.pace = { speed, skipsIdle }
    this.isSkipping = false
    this.replayer?.setConfig({ skipInactive: skipsIdle, speed })
  }

  private finish(): void {
    if (!this.replayer || !this.isPlaying || this.wanted !== null) return
    // The replayer tells of its end up to half a second late, when it may have been sent elsewhere already.
    this.stop()
    if (this.applied === null) return this.goTo(this.at)
    if (this.at < this.reel.end) return this.playFrom(this.replayer, this.at)
    this.at = this.reel.end
    if (this.isComplete) {
      this.isPlaying = false
      tell({ order: this.order, kind: 'ended', at: this.at })
    } else {
      this.wanted = this.at
      tell({ order: this.order, kind: 'waiting', at: this.at })
    }
  }

  /** To what was wanted before there were events for it. */
  private goOn(): void {
    if (this.wanted !== null && !this.isSeeking) this.goTo(this.wanted)
  }

  private goTo(to: number): void {
    this.stop()
    this.wanted = to
    const seek = ++this.seeks
    this.isSeeking = false
    const { replayer } = this
    if (replayer && this.isShown && (this.isComplete || to < this.reel.end)) {
      this.isSeeking = true
      void this.seek(replayer, to, () => seek === this.seeks)
    } else tell({ order: this.order, kind: 'waiting', at: to })
  }

  private async seek(replayer: Replayer, wanted: number, isWanted: () => boolean): Promise<void> {
    // Of several places that it was sent to meanwhile only the last matters.
    await nextTask()
    if (!isWanted()) return
    const to = Math.max(this.firstPicture, Math.min(wanted, this.reel.end + 1))
    const count = this.reel.countBefore(to)
    const { applied, reel } = this
    const isNear = applied !== null && count >= applied && count - applied <= fewEvents && !reel.hasHead(applied, count)
    if (isNear && (count === applied || reel.isMended(count)))
      this.show(replayer, condense(this.reel.events.slice(applied, count)), to)
    else {
      const picture = await this.reel.picture(count, sliceMilliseconds, async () => {
        tell({ order: this.order, kind: 'seeking', at: wanted })
        await nextTask()
        return isWanted()
      })
      if (!isWanted()) return
      // What came between is of this time: from the start, with it.
      if (picture === null) return this.goTo(wanted)
      this.show(replayer, picture.filter(isReplayEvent), to)
    }
    this.applied = count
    this.at = to
    this.wanted = null
    this.isSeeking = false
    // Behind the last event the replayer would play on for ever.
    if (this.isPlaying && to > this.reel.end) return this.finish()
    if (this.isPlaying) this.playFrom(replayer, to)
    // A replay may be longer than what there are pictures of.
    tell({ order: this.order, kind: 'time', at: wanted, isSkipping: false })
  }

  /** Applies these events at once, all of which lie before the time. */
  private show(replayer: Replayer, events: ReplayEvent[], at: number): void {
    this.give(replayer, events)
    replayer.pause(at - this.zero)
  }

  private playFrom(replayer: Replayer, at: number): void {
    const { events } = this.reel
    const applied = this.applied ?? 0
    // From the last event to the next of the user it tells whether time is idle.
    this.give(replayer, [anchor(events[applied - 1]?.timestamp ?? this.zero), ...events.slice(applied)])
    this.given = events.length
    this.isRunning = true
    replayer.play(at - this.zero)
  }

  /** Makes these the replayer's only events: it goes through all it has each time it starts, and would apply some of them again. */
  private give(replayer: Replayer, events: readonly ReplayEvent[]): void {
    const { context } = replayer.service.state
    context.events = [anchor(this.zero), ...events]
    context.lastPlayedEvent = null
  }

  /** Makes ready what seeks will need while nobody waits. */
  private prepare(): void {
    if (this.isPreparing) return
    this.isPreparing = true
    const step = () => {
      // Who waits goes first.
      if (this.isSeeking || this.reel.prepare(idleSliceMilliseconds)) setTimeout(step, 2 * idleSliceMilliseconds)
      else this.isPreparing = false
    }
    setTimeout(step, 0)
  }

  /** What is applied lies before the time, so the first full snapshot as well: without it nothing would go back to it. */
  private get firstPicture(): number {
    return (this.reel.events.find(({ type }) => type === fullSnapshot)?.timestamp ?? this.reel.start) + 1
  }
}

/** The replayer takes the time of its first event for its start. */
const anchor = (timestamp: number): ReplayEvent => ({ type: EventType.DomContentLoaded, timestamp, data: {} })

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

const nextTask = () => new Promise((resolve) => setTimeout(resolve, 0))

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
