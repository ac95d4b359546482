/** The part of a KeyboardEvent that counts. */
export interface KeyPress {
  key: string
  metaKey: boolean
  ctrlKey: boolean
  altKey: boolean
  shiftKey: boolean
}

/**
 * Names a key press as the shortcut table writes it: `j`, `?`, `shift+x`, `mod+k` (⌘ or Ctrl). Null for modifiers alone
 * and for presses with Alt, which belong to the system.
 */
export function nameKey(press: KeyPress): string | null {
  if (press.altKey || ['Shift', 'Control', 'Meta', 'Alt', 'AltGraph', 'Dead'].includes(press.key)) return null
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key
  const mod = press.metaKey || press.ctrlKey ? 'mod+' : ''
  // For signs (`?`) shift is part of the sign; for letters it is a key of its own.
  const shift = press.shiftKey && (/^[a-z]$/.test(key) || key.length > 1) ? 'shift+' : ''
  return `${mod}${shift}${key}`
}

export interface KeyMatch {
  /** The shortcut that is complete now. */
  match: string | null
  /** What was pressed of a sequence that goes on; '' when none does. */
  pending: string
}

/** Follows sequences (`g i`): given what is pending and the next key, says what matches. */
export function matchKeys(shortcuts: readonly string[], pending: string, key: string): KeyMatch {
  for (const pressed of pending ? [`${pending} ${key}`, key] : [key]) {
    if (shortcuts.includes(pressed)) return { match: pressed, pending: '' }
    if (shortcuts.some((shortcut) => shortcut.startsWith(`${pressed} `))) return { match: null, pending: pressed }
  }
  return { match: null, pending: '' }
}

/** Every shortcut with its words, as the help shows them. */
export const shortcutHelp: { title: string; shortcuts: [keys: string, words: string][] }[] = [
  {
    title: 'Everywhere',
    shortcuts: [
      ['mod+k', 'Search and jump'],
      ['g i', 'Issues'],
      ['g t', 'Sessions'],
      ['g v', 'Replays'],
      ['g r', 'Releases'],
      ['g p', 'Projects'],
      ['g s', 'Settings'],
      ['/', 'To the search box'],
      ['?', 'This help'],
    ],
  },
  {
    title: 'Issue list',
    shortcuts: [
      ['j', 'Next issue'],
      ['k', 'Issue before'],
      ['Enter', 'Open it'],
      ['x', 'Select it'],
      ['shift+x', 'Select up to it'],
      ['e', 'Resolve it, or the selected ones'],
      ['a', 'Archive it, or the selected ones'],
      ['u', 'Undo what was just done'],
      ['Escape', 'Select none'],
    ],
  },
  {
    title: 'Session list',
    shortcuts: [
      ['j', 'Next session'],
      ['k', 'Session before'],
      ['Enter', 'Open it'],
    ],
  },
  {
    title: 'Session',
    shortcuts: [
      ['j', 'Next step'],
      ['k', 'Step before'],
      ['Enter', 'Open what it leads to'],
      ['Escape', 'Back to the list'],
    ],
  },
  {
    title: 'Replay list',
    shortcuts: [
      ['j', 'Next replay'],
      ['k', 'Replay before'],
      ['Enter', 'Open it'],
    ],
  },
  {
    title: 'Replay',
    shortcuts: [
      ['Space', 'Play, or pause'],
      ['←', 'Back by 5 seconds'],
      ['→', 'On by 5 seconds'],
      ['shift+←', 'To the event before'],
      ['shift+→', 'To the next event'],
      ['f', 'Full screen, or no longer'],
      ['Escape', 'Back to the list'],
    ],
  },
  {
    title: 'Release list',
    shortcuts: [
      ['j', 'Next release'],
      ['k', 'Release before'],
      ['Enter', 'Open it'],
    ],
  },
  {
    title: 'Release',
    shortcuts: [
      ['[', 'Older release'],
      [']', 'Newer release'],
      ['u', 'Back to the whole period'],
      ['Escape', 'Back to the list'],
    ],
  },
  {
    title: 'Issue',
    shortcuts: [
      ['[', 'Older event'],
      [']', 'Newer event'],
      ['e', 'Resolve'],
      ['a', 'Archive'],
      ['b', 'Bookmark, or remove it'],
      ['s', 'Subscribe, or no longer'],
      ['c', 'Write a comment'],
      ['u', 'Undo what was just done'],
      ['Escape', 'Back to the list'],
    ],
  },
]
