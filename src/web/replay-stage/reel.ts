import { fullSnapshot, head, PageModel, readPointer } from './page-model.ts'
import type { RecordedEvent } from './messages.ts'

/** Changes between two pictures that are kept: some ten milliseconds of work. */
const firstSpacing = 5_000
/** All that is kept may hold so many nodes, a few tens of megabytes. */
const maxNodes = 200_000
const maxPictures = 64

export interface Timed {
  timestamp: number
}

/** A model of the page after so many events. */
interface Fold {
  count: number
  model: PageModel
}

/** Events that make the picture after so many events. */
interface Picture {
  count: number
  nodes: number
  events: RecordedEvent[]
}

/**
 * A recording from which the picture at any time is made soon: from the full snapshot before it, or from a picture that was kept on the way. Who records
 * for an hour may have taken only one snapshot, at the start. Work comes in slices, that the page answers in between.
 */
export class Reel<E extends RecordedEvent & Timed> {
  /** By time. */
  readonly events: E[] = []
  /** All that were moved. */
  private readonly pointers = new Set<number>()
  /** Where full snapshots begin. */
  private heads: number[] = []
  private scanned = 0
  private pictures: Picture[] = []
  private spacing = firstSpacing
  /** Goes through all events once and leaves pictures behind. */
  private walk: Fold = { count: 0, model: new PageModel() }
  /** Changes since the last picture that was left. */
  private since = 0
  /** Grows when what was made ready is void. */
  private edition = 0

  get start(): number {
    return this.events[0]?.timestamp ?? 0
  }

  get end(): number {
    return this.events.at(-1)?.timestamp ?? 0
  }

  /** What it holds ready. */
  get kept(): { pictures: number; nodes: number } {
    return { pictures: this.pictures.length, nodes: this.pictures.reduce((sum, { nodes }) => sum + nodes, 0) }
  }

  /** @returns how many of the events before are where they were */
  add(fresh: readonly E[]): number {
    const place = this.countBefore(fresh.reduce((least, { timestamp }) => Math.min(least, timestamp), Infinity))
    const isLater =
      place === this.events.length && fresh.every((event, at) => event.timestamp >= (fresh[at - 1]?.timestamp ?? 0))
    for (const event of fresh) {
      this.events.push(event)
      const pointer = readPointer(event)
      if (pointer !== null) this.pointers.add(pointer)
    }
    if (!isLater) {
      this.events.sort((one, other) => one.timestamp - other.timestamp)
      this.heads = []
      this.scanned = 0
      this.pictures = this.pictures.filter(({ count }) => count <= place)
      if (this.walk.count > place) this.walk = { count: 0, model: new PageModel() }
      this.edition++
    }
    for (; this.scanned < this.events.length - 1; this.scanned++)
      if (this.events[this.scanned]?.type === head && this.events[this.scanned + 1]?.type === fullSnapshot)
        this.heads.push(this.scanned)
    return place
  }

  /** How many events come before a time. */
  countBefore(time: number): number {
    let [low, high] = [0, this.events.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.events[middle]?.timestamp ?? 0) < time) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Whether a full snapshot begins within the events from one number to another. */
  hasHead(from: number, to: number): boolean {
    const last = this.heads.findLast((place) => place < to)
    return last !== undefined && last >= from
  }

  /** Whether the replayer may be given these events themselves: they were gone through, and mended. */
  isMended(count: number): boolean {
    return this.walk.count >= count
  }

  /** Works for so long at what seeks will need. @returns whether there is more to do */
  prepare(milliseconds: number): boolean {
    this.advance(this.walk, this.events.length, milliseconds)
    return this.walk.count < this.events.length
  }

  /**
   * The events that make the picture after the first `count` events, at the time of the last of them.
   * @param rest waits between two slices of work; false ends it
   * @returns null when it was ended, or other events came between
   */
  async picture(
    count: number,
    sliceMilliseconds: number,
    rest: () => Promise<boolean>,
  ): Promise<RecordedEvent[] | null> {
    const { edition } = this
    const fold = this.nearest(count)
    for (;;) {
      this.advance(fold, count, sliceMilliseconds)
      if (fold.count === count) return fold.model.write(this.events[count - 1]?.timestamp ?? 0, this.pointers)
      if (!(await rest()) || edition !== this.edition) return null
      // The walk may have gone past it meanwhile.
      if (fold.count > count) return this.picture(count, sliceMilliseconds, rest)
    }
  }

  /** From where there is the least to do. */
  private nearest(count: number): Fold {
    const start = this.heads.findLast((place) => place + 2 <= count) ?? 0
    const picture = this.pictures.findLast((one) => one.count <= count)
    const at = Math.max(start, picture?.count ?? 0)
    if (this.walk.count <= count && this.walk.count >= at) return this.walk
    const model = new PageModel()
    if (picture && picture.count > start) for (const event of picture.events) model.apply(event)
    return { count: at, model }
  }

  private advance(fold: Fold, count: number, milliseconds: number): void {
    const until = performance.now() + milliseconds
    while (fold.count < count) {
      const event = this.events[fold.count]
      const work = event ? fold.model.apply(event) : 0
      if (event && fold === this.walk) this.events[fold.count] = fold.model.mend(event)
      fold.count++
      if (fold === this.walk) this.leavePictures(event?.type === fullSnapshot ? null : work)
      if (fold.count % 16 === 0 && performance.now() > until) return
    }
  }

  /** @param work since the event before; null: from here on one can begin anyway */
  private leavePictures(work: number | null): void {
    this.since = work === null ? 0 : this.since + work
    const { count, model } = this.walk
    if (this.since < Math.max(this.spacing, 2 * model.size)) return
    this.since = 0
    const events = model.write(this.events[count - 1]?.timestamp ?? 0)
    if (events.length > 0 && count > (this.pictures.at(-1)?.count ?? 0))
      this.pictures.push({ count, nodes: model.size, events })
    const { nodes, pictures } = this.kept
    if (nodes <= maxNodes && pictures <= maxPictures) return
    this.pictures = this.pictures.filter((_, place) => place % 2 === 1)
    this.spacing *= 2
  }
}
