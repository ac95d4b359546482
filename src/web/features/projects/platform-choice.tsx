import { classNames } from '../../ui/class-names.ts'
import { PlatformIcon } from '../../ui/platform-icon.tsx'
import { platformGroups, platforms } from './snippets/platforms.ts'

/** Every platform in its group, one to choose. */
export function PlatformChoice({ chosen, onChoose }: { chosen: string | null; onChoose: (platform: string) => void }) {
  return (
    <div role="group" aria-label="Platform" className="flex flex-col gap-5">
      {platformGroups.map((group) => (
        <section key={group}>
          <h3 className="mb-2 text-12 font-medium text-text-3">{group}</h3>
          <div className="grid grid-cols-[repeat(auto-fill,minmax(11.5rem,1fr))] gap-2">
            {platforms
              .filter((platform) => platform.group === group)
              .map((platform) => (
                <button
                  key={platform.id}
                  type="button"
                  aria-pressed={chosen === platform.id}
                  onClick={() => onChoose(platform.id)}
                  className={classNames(
                    'flex min-h-10 items-center gap-2.5 rounded-md border px-3 py-1.5 text-left text-13',
                    chosen === platform.id ? 'border-accent bg-accent-soft' : 'border-line hover:bg-surface-1',
                  )}
                >
                  <PlatformIcon platform={platform.id} />
                  {platform.name}
                </button>
              ))}
          </div>
        </section>
      ))}
    </div>
  )
}
