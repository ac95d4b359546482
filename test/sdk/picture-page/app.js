/** A page that looks like something, and quite different after a click; its visit is recorded. */
import * as Sentry from '@sentry/browser'

globalThis.replay = Sentry.replayIntegration({
  maskAllText: false,
  maskAllInputs: false,
  blockAllMedia: false,
  useCompression: false,
  flushMinDelay: 500,
  flushMaxDelay: 1000,
  minReplayDuration: 0,
})
Sentry.init({ replaysSessionSampleRate: 1, integrations: [globalThis.replay], ...globalThis.sentryOptions })

const main = document.querySelector('main')
const shelf = document.getElementById('shelf')
for (let number = 0; number < 12; number++) {
  const pot = document.createElement('div')
  pot.className = 'pot'
  pot.style.setProperty('--paint', `hsl(${number * 30} 70% 60%)`)
  pot.textContent = `Paint ${number}`
  main.append(pot)
  const line = document.createElement('p')
  line.textContent = `Shelf ${number}`
  shelf.append(line)
}
const { sheet } = document.querySelector('style')

document.getElementById('dark').addEventListener('click', function onDark() {
  document.getElementById('title').textContent = 'Dark paints'
  // As libraries do: a rule that no markup tells of.
  sheet.insertRule('body { background: #20262b; color: #eee }', sheet.cssRules.length)
  for (const [number, pot] of [...main.children].entries()) {
    pot.style.setProperty('--paint', `hsl(${number * 30} 60% 25%)`)
    if (number % 5 === 0) pot.remove()
  }
  shelf.scrollTop = 90
})
