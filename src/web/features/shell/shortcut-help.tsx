import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { shortcutHelp } from './keymap.ts'

export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title="Keyboard shortcuts">
      <div className="grid gap-x-8 gap-y-5 overflow-y-auto p-4 sm:grid-cols-2">
        {shortcutHelp.map((group) => (
          <section key={group.title}>
            <h3 className="mb-1 text-12 font-medium text-text-3">{group.title}</h3>
            <dl>
              {group.shortcuts.map(([keys, words]) => (
                <div
                  key={keys}
                  className="flex min-h-8 items-center justify-between gap-4 border-b border-line last:border-0"
                >
                  <dt>{words}</dt>
                  <dd>
                    <span className="sr-only">{keys}</span>
                    <Kbd keys={keys === 'Escape' ? 'Esc' : keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
