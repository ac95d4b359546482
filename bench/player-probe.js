/* Runs in the watched page before anything else; `given` is { ticks } of the recording. Times are those of the page. */
/* global given */
if (window === top) {
  const { ticks } = given
  /** What it plays until it is looked at: the clock counts some ten events a second. */
  const playedOn = 30
  let stage = null
  /** Where the stage was sent last, and whether it said since that it is there. */
  let sent = null
  let plays = false
  let isThere = false
  let pressedAt = 0
  let tasks = []
  const painted = () =>
    new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()), 0)))
  const observer = new PerformanceObserver((entries) => tasks.push(...entries.getEntries()))
  observer.observe({ type: 'longtask' })
  let told = () => {}
  let toldLast = () => {}
  const loaded = new Promise((resolve) => (toldLast = resolve))
  const shown = new Promise((resolve) => (told = resolve)).then(painted)
  const onStage = ({ data }) => {
    if (data.kind === 'events' && data.isLast) toldLast()
    if (data.kind === 'pause' || data.kind === 'play') [sent, plays, isThere] = [data.at, data.kind === 'play', false]
  }
  addEventListener('message', ({ data, source }) => {
    if (data?.kind === 'ready') {
      stage = source
      stage.addEventListener('message', onStage)
    }
    if (data?.kind === 'shown') told()
    if (data?.kind === 'time' || data?.kind === 'ended') isThere = true
  })
  addEventListener('pointerdown', ({ timeStamp }) => (pressedAt = timeStamp), true)

  const clockAt = (at) => {
    let [low, high] = [0, ticks.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (ticks[middle].at < at) low = middle + 1
      else high = middle
    }
    return ticks[Math.max(0, low - 1)].text
  }
  const clock = () => stage?.document.querySelector('iframe')?.contentDocument?.querySelector('#clock')?.textContent

  const isShowing = () => clock() === clockAt(sent) || (plays && Math.abs(clock() - clockAt(sent)) < playedOn)

  window.probe = {
    shown,
    loaded,
    begin() {
      ;[pressedAt, sent, isThere] = [0, null, false]
      tasks = []
    },
    /** Until the picture of that time stands on the screen. */
    async end() {
      const deadline = performance.now() + 60_000
      while (pressedAt === 0 || sent === null || !isThere || !isShowing()) {
        if (performance.now() > deadline) throw new Error(`at ${sent} the clock shows ${clock()}, not ${clockAt(sent)}`)
        await new Promise((resolve) => requestAnimationFrame(resolve))
      }
      const at = await painted()
      await new Promise((resolve) => setTimeout(resolve, 100))
      tasks.push(...observer.takeRecords())
      const long = tasks.filter(({ startTime, duration }) => startTime + duration > pressedAt)
      return { took: at - pressedAt, longestTask: Math.max(0, ...long.map(({ duration }) => duration)) }
    },
    /** Until the page rested for a second. */
    async settle() {
      const rested = () => new Promise((resolve) => requestIdleCallback(resolve))
      for (let since = performance.now(); performance.now() - since < 1000; ) {
        const before = performance.now()
        await rested()
        if (performance.now() - before > 20) since = performance.now()
      }
    },
  }
}
