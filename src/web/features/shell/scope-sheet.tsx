import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { PickList } from '../../ui/pick-list.tsx'
import type { PickerProps } from '../../ui/picker.tsx'

/** The pickers of phones: all three in a sheet. */
export function ScopeSheet({ pickers, onClose }: { pickers: PickerProps[]; onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title="Show" place="sheet">
      <div className="overflow-y-auto px-2 pb-4">
        {pickers.map((picker) => (
          <section key={picker.label} aria-label={picker.label} className="border-b border-line py-2 last:border-0">
            <h3 className="px-2 py-1 text-12 font-medium text-text-3">{picker.label}</h3>
            <PickList {...picker} />
          </section>
        ))}
        <Button look="primary" className="mx-2 mt-2 w-[calc(100%-1rem)]" onClick={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  )
}
