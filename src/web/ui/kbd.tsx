/** One shortcut: keys pressed in turn are parted by spaces (`g i`), held together by `+`. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="inline-flex items-center gap-1" aria-hidden>
      {keys.split(' ').map((key, index) => (
        <kbd
          key={`${key}${index}`}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line-strong px-1 font-sans text-11 leading-none text-text-2"
        >
          {describeKey(key)}
        </kbd>
      ))}
    </span>
  )
}

/** ⌘ on Apple’s keyboards, Ctrl on the others; letters held with one are written large, as they stand on the keys. */
function describeKey(key: string): string {
  const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent)
  const held = key.replace('mod+', isApple ? '⌘' : 'Ctrl ').replace('shift+', '⇧')
  return held === key ? key : held.slice(0, -1) + held.slice(-1).toUpperCase()
}
